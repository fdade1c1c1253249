"""Meaning: a word replaced by one that means nearly the same.

A short word list: the class is rare among known attacks (one in five hundred), and synonyms are common among
honest names, so it is worth a hint and no more.
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.names.kind import Kind
from assay.names.wordlist import word_groups

_SYNONYMS = word_groups(
    """
    get fetch retrieve load obtain; set put assign; remove delete rm del erase unset; create make new build;
    parse parser parsing reader; write writer save store; find search lookup query; check validate verify test;
    validator checker verifier; run exec execute start launch; stop kill end terminate; send post emit dispatch;
    copy clone duplicate; merge combine join concat; split divide separate; compare diff equal; convert
    transform translate; format formatter pretty prettify; log logger logging logs; client sdk api; notify
    notification notifier notifications alert; message msg mail; error exception fault; server daemon service;
    picture image photo pic; folder directory dir; file files document; password passwd pwd secret; key token
    secret; encrypt cipher crypt crypto; decrypt decipher; compress zip pack minify; decompress unzip unpack
    extract; download downloader fetcher; upload uploader; list array collection; dict map hash object; string
    text str; number numeric num; date time datetime; random rand; unique uniq distinct; quick fast rapid
    speedy; simple easy basic tiny mini small lite light; big large huge; watch watcher monitor observe; cache
    memo memoize store; queue worker job jobs task tasks; color colour colors chalk; browser web chrome; cli
    command cmd console terminal; plugin addon extension; config configuration settings options; env environment
    dotenv; request http fetch; router routing routes; style styles css; theme skin; loader load; user account
    member; login signin auth; logout signout; wallet account; coin currency token; ether ethereum eth ethers;
    bitcoin btc; solana sol
    """
)


def synonyms(word: str) -> Iterator[tuple[str, Kind]]:
    """Words of nearly the same meaning.

    >>> [other for other, _ in synonyms("upload")]
    ['uploader']
    """
    for other in _SYNONYMS.get(word, ()):
        yield other, Kind.SEMANTIC
