"""In which languages the laws of a country are published: official and working languages of the law.

Countries by ISO 3166-1 alpha-3, languages by ISO 639-1, the usual one first. Listed are countries
whose laws come, all or some of them, in Arabic, Chinese, English, French, German, Portuguese, Russian or Spanish.
"""

from __future__ import annotations

_TABLE = """
ABW nl en|AGO pt|AIA en|AND ca es fr|ARE ar en|ARG es|ARM hy ru|ASM en|ATG en|AUS en|AUT de|AZE az ru
BDI fr rn en|BEL nl fr de|BEN fr|BFA fr|BGD bn en|BHR ar en|BHS en|BLM fr|BLR be ru|BLZ en|BMU en|BOL es qu ay
BRA pt|BRB en|BRN ms en|BTN dz en|BWA en tn|CAF fr sg|CAN en fr|CHE de fr it rm|CHL es|CHN zh bo ug mn
CIV fr|CMR fr en|COD fr|COG fr|COK en|COL es|COM ar fr|CPV pt|CRI es|CUB es|CXR en|CYM en|CYP el tr en
DEU de|DJI fr ar|DMA en|DOM es|DZA ar fr|ECU es qu|EGY ar en|ERI ti ar en|ESH ar es|ESP es ca eu gl|ETH am en
FJI en fj hi|FLK en|FRA fr|FSM en|GAB fr|GBR en cy gd ga|GEO ka ru|GGY en fr|GHA en|GIB en es|GIN fr|GLP fr
GMB en|GNB pt|GNQ es fr pt|GRD en|GTM es|GUF fr|GUM en|GUY en|HKG zh en|HND es|HTI fr ht|IMN en|IND en hi
IOT en|IRL en ga|IRQ ar ku|ISR he ar en|ITA it de fr|JAM en|JEY en fr|JOR ar en|KAZ kk ru|KEN en sw|KGZ ky ru
KIR en|KNA en|KWT ar en|LBN ar fr|LBR en|LBY ar en|LCA en|LIE de|LKA si ta en|LSO en st|LUX fr de lb
MAC zh pt|MAF fr|MAR ar fr|MCO fr|MDA ro ru|MDG mg fr|MDV dv en|MHL en mh|MLI fr|MLT mt en|MMR my en|MNE sr en
MNG mn ru|MNP en|MOZ pt|MRT ar fr|MSR en|MTQ fr|MUS en fr|MWI en ny|MYS ms en|MYT fr|NAM en af de|NCL fr|NER fr
NFK en|NGA en|NIC es|NIU en|NPL ne en|NRU en na|NZL en mi|OMN ar en|PAK en ur|PAN es|PCN en|PER es qu
PHL en tl|PLW en|PNG en ho|PRI es en|PRT pt|PRY es gn|PSE ar en|PYF fr|QAT ar en|REU fr|RUS ru tt|RWA rw en fr
SAU ar en|SDN ar en|SEN fr|SGP en zh ms ta|SHN en|SLB en|SLE en|SLV es|SMR it|SOM so ar en|SPM fr|SRB sr en
SSD en ar|STP pt|SUR nl en|SWZ en ss|SYC en fr|SYR ar|TCA en|TCD fr ar|TGO fr|TJK tg ru|TKL en|TKM tk ru
TLS pt id en|TON en to|TTO en|TUN ar fr|TUV en|TWN zh en|TZA sw en|UGA en sw|UKR uk ru|URY es|USA en es|UZB uz ru
VAT it|VCT en|VEN es|VGB en|VIR en|VUT en fr|WLF fr|WSM sm en|YEM ar|ZAF en af zu xh st tn|ZMB en|ZWE en
EUE en fr de es pt bg cs da el et fi ga hr hu it lt lv mt nl pl ro sk sl sv
"""
# Languages of the law elsewhere, so that a document of an unnamed country may be in any of them.
_ELSEWHERE = "bs ca fa he id is ja km ko lo mk nb nn no ps sq th tr uk ur vi"
_LANGUAGES = {
    country: tuple(languages)
    for country, *languages in (
        entry.split() for entry in _TABLE.replace("\n", "|").split("|") if entry
    )
}


def plausible_languages(country: str) -> frozenset[str]:
    """The languages in which a law of a country (its alpha-3 code, in any case) may be written.

    Of a country that is not known here, every language in which some country makes laws.
    """
    known = _LANGUAGES.get(country.strip().upper())
    return frozenset(known or _ELSEWHERE.split()).union(*(() if known else _LANGUAGES.values()))
