"""Spellings: British for American, a word misspelt as many people do, a short form for the long one."""

from __future__ import annotations

from collections.abc import Iterator

from assay.names.kind import Kind
from assay.names.wordlist import word_groups

_ALTERNATES = word_groups(
    """
    color colour; center centre; gray grey; behavior behaviour; favorite favourite; serialize serialise;
    normalize normalise; optimize optimise; initialize initialise; minimize minimise; organize organise;
    authorize authorise; sanitize sanitise; synchronize synchronise; tokenize tokenise; visualize visualise;
    customize customise; localize localise; recognize recognise; analyze analyse; catalog catalogue; dialog
    dialogue; license licence; defense defence; canceled cancelled; labeled labelled; meter metre; fiber fibre;
    theater theatre; honor honour; flavor flavour; labor labour; neighbor neighbour; program programme; artifact
    artefact; adapter adaptor; aluminum aluminium; modeling modelling; judgment judgement; disk disc; check
    cheque; gzip gunzip; jpeg jpg; mpeg mpg; yaml yml; markdown md; javascript js ecmascript; typescript ts;
    configuration config conf cfg; utils util utilities utility; helper helpers; library lib; package pkg;
    directory dir folder; arguments args argv; parameters params; environment env; variable var; database db;
    document doc; documentation docs; message msg; image img; button btn; error err; request req; response res;
    previous prev; function fn func; number num; string str; object obj; array arr; development dev; production
    prod; application app; temporary temp tmp; command cmd; context ctx; reference ref; repository repo;
    specification spec; statistics stats; synchronous sync; asynchronous async; authentication auth authn;
    authorization authz; address addr; attribute attr; component comp; credential cred; generator gen;
    internationalization i18n intl; localization l10n; accessibility a11y; kubernetes k8s kube; postgres
    postgresql pg; mongo mongodb; elastic elasticsearch; reactjs react; vuejs vue; nodejs node; socket sock;
    source src; template tmpl tpl; expression expr; regex regexp; random rand; calculator calc; execute exec;
    initialize init
    """
)
_MISSPELT = word_groups(
    """
    receive recieve; separate seperate; dependency dependancy; definite definate; occurred occured; address
    adress; calendar calender; maintenance maintainence; length lenght; height heigth; width widht; response
    reponse; environment enviroment; parameter paramater; argument arguement; successful succesful; necessary
    neccessary; compatible compatable; consistent consistant; existence existance; foreign foriegn; independent
    independant; language langauge; license lisence; message mesage; occurrence occurence; official offical;
    persistent persistant; possible posible; privilege priviledge; protocol protocal; publicly publically;
    recommend reccomend; referrer referer; refresh refesh; relevant relavent; schedule shedule; success sucess;
    template templete; threshold threshhold; transparent transparant; verify verfy; weird wierd; whether wether;
    writing writting; committee commitee; connect conect; connection conection; access acces; accessible
    accessable; character charachter; current curent; debugger debuger; embedded embeded; handler hander;
    interface inteface; process proccess; professional proffesional; queue que; syntax sintax; validator
    validater; password pasword
    """
)


def other_spellings(word: str) -> Iterator[tuple[str, Kind]]:
    """Other accepted spellings and short forms of a word, and the right word for a common misspelling.

    >>> list(other_spellings("colour")), list(other_spellings("recieve"))
    ([('color', <Kind.ALTERNATE_SPELLING: 'alternate-spelling'>)], [('receive', <Kind.MISSPELLING: 'misspelling'>)])
    """
    for other in _ALTERNATES.get(word, ()):
        yield other, Kind.ALTERNATE_SPELLING
    for other in _MISSPELT.get(word, ()):
        yield other, Kind.MISSPELLING
