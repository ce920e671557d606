"""Where something occurred, and how precisely that is known."""

from __future__ import annotations

from enum import StrEnum
from math import isfinite
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from timeline.errors import NotAllowedError, quoted
from timeline.text import Admin1, Country, Name

_COUNTRIES: Final = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC
CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD
GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH
KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW
MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC
SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY
UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
COUNTRIES: Final = frozenset(_COUNTRIES.split())
"""The 249 codes assigned in ISO 3166-1 alpha-2."""


class Precision(StrEnum):
    """How far the truth may lie from the place named: about 10 m, 100 m, 1 km, or anywhere in the area."""

    EXACT = "exact"
    VICINITY = "vicinity"
    LOCALITY = "locality"
    DISTRICT = "district"
    REGION = "region"
    COUNTRY = "country"


class Place(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A place by its name, its codes or its point (WGS 84, degrees), or by several of them."""

    name: Name | None = None
    country: Country | None = None
    admin1: Admin1 | None = None
    lat: Annotated[float, Meta(ge=-90, le=90, description="degrees from -90 to 90")] | None = None
    lon: Annotated[float, Meta(ge=-180, le=180, description="degrees from -180 to 180")] | None = None
    precision: Precision | None = None

    def __post_init__(self) -> None:
        """Refuse half a point, codes that do not agree, and a place that is nowhere. Raises NotAllowedError."""
        self._must_have_a_whole_point()
        self._must_have_codes_that_agree()
        if self.name is None and self.country is None and self.admin1 is None and self.lat is None:
            raise NotAllowedError.at("", "it is nowhere; allowed: at least one of name, country, admin1, lat with lon")

    def _must_have_a_whole_point(self) -> None:
        if self.lat is None or self.lon is None:
            if self.lat is not self.lon:
                half = "/lat" if self.lat is None else "/lon"
                raise NotAllowedError.at(half, "it is missing; allowed: lat and lon, or none of them")
        elif not (isfinite(self.lat) and isfinite(self.lon)):  # JSON cannot say these, Python can
            raise NotAllowedError.at("/lat", "it is no point; allowed: degrees, WGS 84")

    def _must_have_codes_that_agree(self) -> None:
        if self.country is not None and self.country not in COUNTRIES:
            allowed = "an ISO 3166-1 alpha-2 code, as RU"
            raise NotAllowedError.at("/country", f"{quoted(self.country)} is no country; allowed: {allowed}")
        if self.admin1 is not None and self.admin1[:2] not in COUNTRIES:
            raise NotAllowedError.at("/admin1", f"{quoted(self.admin1)} is in no country; allowed: as RU-KRS")
        if self.admin1 is not None and self.country not in (None, self.admin1[:2]):
            allowed = f"{self.country}-…"
            raise NotAllowedError.at("/admin1", f"{quoted(self.admin1)} is elsewhere; allowed: {allowed}")
