module.exports = { size: 1 };
