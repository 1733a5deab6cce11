"""Amounts of money: the value, how people write it, how it is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CURRENCIES = _words(
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF"
    " CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD"
    " HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD"
    " MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN"
    " PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY"
    " TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"
)
"""The codes of ISO 4217 that money is counted in today."""

MAX = Decimal("9999999999999999.99")

_SIGNS = {
    "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₪": "ILS", "₺": "TRY", "₽": "RUB", "₫": "VND",
    "₱": "PHP", "₴": "UAH", "₦": "NGN", "₡": "CRC", "₲": "PYG", "zł": "PLN", "kč": "CZK", "us$": "USD", "u$s": "USD",
    "r$": "BRL", "mx$": "MXN", "ca$": "CAD", "a$": "AUD", "nz$": "NZD", "hk$": "HKD", "s/": "PEN", "bs": "BOB",
}  # fmt: skip
_DOLLARS = _words("ARS AUD BBD BMD BND BSD BZD CAD CLP COP CUP DOP FJD HKD JMD MXN NAD NZD SGD TTD TWD USD UYU")
_SHOWN_ES = {"EUR": "€", "USD": "US$", "GBP": "£", "JPY": "¥", "BRL": "R$"}
_SHOWN_EN = {
    "EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "BRL": "R$", "MXN": "MX$", "CAD": "CA$", "AUD": "A$", "NZD": "NZ$",
    "INR": "₹", "KRW": "₩", "ILS": "₪",
}  # fmt: skip
_SPANISH_MARKS = str.maketrans(",.", ".,")
_CORE = re.compile(r"[.,]?\d[\d.,]*")
_NO_SIGNS = str.maketrans("", "", "+-()")
_BLANKS = str.maketrans("", "", " \u00a0\u202f\u2009'’_\t")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of a currency (ISO 4217); `base` is what it is worth in the organization's base currency."""

    amount: Decimal
    currency: str
    base: Decimal | None = None


def plain(number: Decimal) -> str:
    """The number as JSON and code write it: "1250.5", never an exponent, no zeros at the end."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def parse_number(text: str, decimal: str = ".") -> Decimal:
    """The number that people mean by `text`: "1.234,56", "1,234.56", "10,005,534", "(12)", "1 234".

    `decimal` is the decimal mark and settles what is ambiguous ("1.234" or "1,234"), nothing else. ValueError when
    it is no number.
    """
    found = text.strip().translate(_BLANKS).replace("−", "-")
    negative = found.startswith("(") and found.endswith(")")
    found = found[1:-1] if negative else found
    if found.endswith("-"):
        found, negative = found[:-1], True
    if found[:1] in {"+", "-"}:
        negative = negative != (found[0] == "-")
        found = found[1:]
    if len(found) > 60 or not found.isascii() or not re.fullmatch(r"[\d.,]*\d[.,]?", found):
        raise ValueError(f"not a number: {text[:60]!r}")
    number = Decimal(_unmarked(found, decimal))
    return -number if negative and number else number


def _unmarked(digits: str, decimal: str) -> str:
    """Digits with a point as the only mark. ValueError when the marks are where no number has them."""
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return digits
    mark = digits[last]
    other = "," if mark == "." else "."
    if other in digits:
        return _grouped(digits[:last], other) + "." + (digits[last + 1 :] or "0")
    if digits.count(mark) > 1:
        return _grouped(digits, mark)
    if mark != decimal and _is_grouped(digits, mark):
        return digits.replace(mark, "")
    return (digits[:last] or "0") + "." + (digits[last + 1 :] or "0")


def _is_grouped(digits: str, mark: str) -> bool:
    first, *rest = digits.split(mark)
    return 1 <= len(first) <= 3 and first[0] != "0" and all(len(group) == 3 for group in rest)


def _grouped(digits: str, mark: str) -> str:
    if mark in digits and not _is_grouped(digits, mark):
        raise ValueError(f"not a number: {digits!r}")
    return digits.replace(mark, "")


def currency_of(sign: str, home: str) -> str | None:
    """The currency that a sign or code stands for; `$` is that of `home` when it writes `$`, else the US dollar."""
    found = sign.strip().strip("()").strip().lower()
    if found.upper() in CURRENCIES:
        return found.upper()
    if found == "$":
        return home if home in _DOLLARS else "USD"
    if found in _SIGNS:
        return _SIGNS[found]
    code = found.replace("$", "").upper()
    return code if code in CURRENCIES else None


def parse_amount(text: str, decimal: str = ".", currency: str = "EUR") -> Money:
    """The money that people mean by `text`: "1.234,56 €", "$1,234.56", "EUR 10", "10,005,534".

    `currency` is that of a text without a sign; for `decimal` see `parse_number`. ValueError when it is no amount.
    """
    found = text.strip().translate(_BLANKS).replace("−", "-").replace("S/.", "S/")
    match = _CORE.search(found)
    if match is None:
        raise ValueError(f"not an amount: {text[:60]!r}")
    around = found[: match.start()] + found[match.end() :]
    signs = around.translate(_NO_SIGNS)
    unit = currency_of(signs, currency) if signs else currency
    if unit is None or len(around) - len(signs) > 2:
        raise ValueError(f"not an amount: {text[:60]!r}")
    number = parse_number(match[0], decimal)
    negative = "-" in around or (around.startswith("(") and around.endswith(")"))
    return Money(-number if negative and number else number, unit)


def grouped(number: Decimal | int, language: str, *, places: int | None = None) -> str:
    """The number with its thousands grouped as the language has it: "1.234,5" in Spanish, "1,234.5" elsewhere.

    With `places`, so many decimals; without, as many as the number has.
    """
    if places is None:
        whole, _, rest = (plain(number) if isinstance(number, Decimal) else str(number)).partition(".")
        text = f"{int(whole):,}" + ("." + rest if rest else "")
        if whole.startswith("-0"):
            text = "-" + text
    else:
        text = f"{number:,.{places}f}"
    return text.translate(_SPANISH_MARKS) if language[:2] == "es" else text


def sign_of(currency: str, language: str) -> str:
    """The sign that stands for the currency in that language, its code where there is none."""
    return (_SHOWN_ES if language[:2] == "es" else _SHOWN_EN).get(currency, currency)


def decimals(amount: Decimal) -> int:
    """How many decimals an amount is shown with: two, or none when it is whole."""
    return 0 if amount == amount.to_integral_value() else 2


def shown(money: Money, language: str) -> str:
    """The amount as the language writes it: "1.234,50 €" in Spanish, "€1,234.50" in English."""
    number = grouped(money.amount, language, places=decimals(money.amount))
    sign = sign_of(money.currency, language)
    if language[:2] == "es":
        return f"{number}\u00a0{sign}"
    space = "\u00a0" if sign == money.currency else ""
    return f"-{sign}{space}{number[1:]}" if number.startswith("-") else f"{sign}{space}{number}"
