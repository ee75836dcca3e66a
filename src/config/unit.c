/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers with units: "8 MB" to 8000000 and back.
 *
 * Kilo is a thousand and kibi 1024, as the units are defined. Small and capital letters are the
 * same. Only whole numbers are taken; whoever wants one and a half gigabytes says 1500 MB. A time
 * is shown in the unit of its kind where that goes without a remainder, so that "session_hours" is
 * in hours.
 */
#include "config/private.h"

struct unit {
    const char *name;
    uint64_t factor;
};

/* The first that leaves no remainder is shown. */
static const struct unit sizes[] = {
    {"GB", 1000000000},          {"MB", 1000000},           {"kB", 1000},
    {"GiB", UINT64_C(1) << 30},  {"MiB", UINT64_C(1) << 20}, {"KiB", UINT64_C(1) << 10},
    {"B", 1},                    {"bytes", 1},
};
static const struct unit times[] = {
    {"d", 86400},   {"h", 3600},     {"min", 60},     {"s", 1},      {"days", 86400}, {"day", 86400},
    {"hours", 3600}, {"hour", 3600}, {"minutes", 60}, {"minute", 60}, {"seconds", 1},  {"second", 1},
};

/* What a number alone counts. */
static uint64_t own_factor(enum setting_kind kind)
{
    if (kind == KIND_DAYS)
        return 86400;
    if (kind == KIND_HOURS)
        return 3600;
    return kind == KIND_MINUTES ? 60 : 1;
}

static bool is_time(enum setting_kind kind)
{
    return kind >= KIND_SECONDS && kind <= KIND_DAYS;
}

/* 0 when there is none of that name. */
static uint64_t factor_of(struct span name, enum setting_kind kind)
{
    const struct unit *units = is_time(kind) ? times : sizes;
    size_t n = is_time(kind) ? ARRAY_LEN(times) : ARRAY_LEN(sizes);

    if (!name.n)
        return own_factor(kind);
    for (size_t i = 0; kind != KIND_COUNT && i < n; i++)
        if (span_eq_nocase(name, span_of(units[i].name)))
            return units[i].factor;
    return 0;
}

bool unit_read(struct span text, enum setting_kind kind, uint64_t *out)
{
    size_t digits = 0;
    uint64_t number, factor;

    while (digits < text.n && text.p[digits] >= '0' && text.p[digits] <= '9')
        digits++;
    if (!span_u64(span_slice(text, 0, digits), &number))
        return false;
    factor = factor_of(span_trim(span_from(text, digits)), kind);
    if (!factor || number > UINT64_MAX / factor)
        return false;
    *out = number * factor;
    return true;
}

void unit_show(uint64_t number, enum setting_kind kind, struct buf *out)
{
    const struct unit *u = is_time(kind) ? times : sizes;

    if (kind == KIND_COUNT) {
        buf_printf(out, "%llu", (unsigned long long)number);
        return;
    }
    while (u->factor > 1 && (number == 0 || number % u->factor != 0 ||
                             (is_time(kind) && u->factor > own_factor(kind))))
        u++;
    buf_printf(out, "%llu %s", (unsigned long long)(number / u->factor), u->name);
}

const char *unit_words(enum setting_kind kind)
{
    if (kind == KIND_COUNT)
        return "a whole number";
    if (kind == KIND_SIZE)
        return "a size, such as 64 kB, 8 MB, 2 GB or 512 KiB";
    return "a time, such as 30 s, 10 min, 8 h or 365 d";
}

/* Without strtod, which asks the locale what a point looks like. Nine digits on either side make
 * an integer that a double holds exactly, so that the division is rounded once. */
bool real_read(struct span text, double *out)
{
    size_t point = span_find(text, '.');
    struct span whole = span_slice(text, 0, point), part = span_from(text, point + 1);
    uint64_t w, p = 0, scale = 1;

    if (whole.n > 6 || part.n > 9 || !span_u64(whole, &w))
        return false;
    if (point < text.n && !span_u64(part, &p))
        return false;
    for (size_t i = 0; i < part.n; i++)
        scale *= 10;
    *out = (double)(w * scale + p) / (double)scale;
    return true;
}
