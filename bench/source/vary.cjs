// Reads {fixtures: [{name, code, isModule}]} from standard input and writes every variation of each, as JSON.
// Run in a folder whose node_modules holds javascript-obfuscator, terser and uglify-js. The fixtures are never run.
"use strict";
const path = require("path");
const from = (name) => require(path.join(process.cwd(), "node_modules", name));
const obfuscator = from("javascript-obfuscator");
const terser = from("terser");
const uglify = from("uglify-js");

const table = { stringArray: true, stringArrayThreshold: 1, stringArrayRotate: true, seed: 1 };
const PRESETS = {
  "javascript-obfuscator, low": { optionsPreset: "low-obfuscation", seed: 1 },
  "javascript-obfuscator, medium": { optionsPreset: "medium-obfuscation", seed: 1 },
  "javascript-obfuscator, high": { optionsPreset: "high-obfuscation", seed: 1 },
  "rotated string array": { ...table, stringArrayEncoding: ["none"] },
  "rotated string array, base64": { ...table, stringArrayEncoding: ["base64"] },
  "rotated string array, rc4": { ...table, stringArrayEncoding: ["rc4"] },
  "split and escaped texts": { stringArray: false, splitStrings: true, splitStringsChunkLength: 3, unicodeEscapeSequence: true, seed: 1 },
};

async function vary(fixture) {
  const made = { plain: fixture.code };
  for (const [name, options] of Object.entries(PRESETS)) {
    made[name] = attempt(() => obfuscator.obfuscate(fixture.code, options).getObfuscatedCode());
  }
  made["uglify-js"] = attempt(() => checked(uglify.minify(fixture.code, { toplevel: true, module: fixture.isModule })));
  try {
    made.terser = (await terser.minify(fixture.code, { toplevel: true, module: fixture.isModule })).code;
  } catch (error) {
    made.terser = null;
  }
  return made;
}

function checked(result) {
  if (result.error) throw result.error;
  return result.code;
}

function attempt(make) {
  try {
    return make();
  } catch (error) {
    return null; // the tool does not take this fixture
  }
}

async function main() {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const { fixtures } = JSON.parse(Buffer.concat(chunks).toString());
  const result = {};
  for (const fixture of fixtures) result[fixture.name] = await vary(fixture);
  process.stdout.write(JSON.stringify(result));
}

main();
