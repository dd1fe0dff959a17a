#!/usr/bin/env python3
"""Makes telephone numbers as people type them in Indonesia, with the answer of Google's libphonenumber to each.

    pip install phonenumbers
    Tests/Differential/phones.py [COUNT [SEED]] > cases.tsv
    LUNAS_PHONE_CASES=cases.tsv swift test --filter PhoneDifferentialTests

One case a line: input, E.164 ("-" where it does not parse), whether valid, type. The same seed gives the same lines.
"""
import random
import sys

import phonenumbers

AREAS = ["21", "22", "24", "31", "61", "274", "341", "361", "411", "511", "561", "711", "751", "778", "901", "967", "986", "628", "251"]
KINDS = {
    phonenumbers.PhoneNumberType.MOBILE: "mobile",
    phonenumbers.PhoneNumberType.FIXED_LINE: "fixedLine",
    phonenumbers.PhoneNumberType.TOLL_FREE: "tollFree",
    phonenumbers.PhoneNumberType.PREMIUM_RATE: "premiumRate",
    phonenumbers.PhoneNumberType.SHARED_COST: "sharedCost",
    phonenumbers.PhoneNumberType.UAN: "universalAccess",
}


def digits(source, count):
    return "".join(source.choice("0123456789") for _ in range(count))


def national(source):
    """Digits behind the country code, good ones and others."""
    kind = source.randrange(10)
    if kind < 4:
        return "8" + source.choice("123578960") + digits(source, source.randint(5, 11))
    if kind < 7:
        return source.choice(AREAS) + digits(source, source.randint(3, 9))
    if kind == 7:
        return source.choice(["800", "804", "807", "8071", "809", "1500", "177", "0018030", "0078030", "1"]) + digits(source, source.randint(2, 9))
    if kind == 8:
        return digits(source, source.randint(2, 13))
    return str(source.randrange(2, 10)) + str(source.randrange(10)) + str(source.randrange(10)) + digits(source, source.randint(4, 8))


def dressed(source, number):
    """With the marks that people put between digits."""
    mark = source.choice(["", "", " ", "-", ".", " - "])
    out = ""
    for place, digit in enumerate(number):
        if place and place % source.choice([3, 4]) == 0:
            out += mark
        out += digit
    if source.random() < 0.08 and len(number) > 4:
        out = "(" + out[:4] + ") " + out[4:]
    return out


def case(source):
    number = national(source)
    prefix = source.choice(["0", "0", "0", "", "62", "+62", "+62 ", "+62-", "62 ", "(+62) ", "+ 62 "])
    if source.random() < 0.04:
        return source.choice(["+1", "+65", "+60", "+44", "+86"]) + digits(source, source.randint(6, 11))
    text = prefix + dressed(source, number)
    if source.random() < 0.03:
        text += source.choice([" ext 12", " x5", "#3", ";ext=9"])
    if source.random() < 0.03:
        text = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in text)
    return text


def answer(text):
    try:
        number = phonenumbers.parse(text, "ID")
    except phonenumbers.NumberParseException:
        return "-", False, "-"
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    valid = phonenumbers.is_valid_number(number)
    if number.country_code != 62:
        return e164, valid, "foreign"
    return e164, valid, KINDS.get(phonenumbers.number_type(number), "-")


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    source = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    for _ in range(count):
        text = case(source)
        e164, valid, kind = answer(text)
        print(text, e164, "valid" if valid else "invalid", kind, sep="\t")


main()
