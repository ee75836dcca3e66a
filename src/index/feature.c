/* SPDX-License-Identifier: Apache-2.0
 *
 * What the segment keeps of an entity beside its names: FEATURES, one entry per entity without a
 * gap, beginning at disk_entity.features. Most entities have one date, a country or two, and little
 * else, so an entry is about ten bytes.
 *
 *   byte      genders, and from bit 3 on how many countries
 *   byte      how many dates; from bit 2 identifiers; from bit 4 addresses: 3 is three and more,
 *   varints   and for each that is, in this order, how many more
 *   varints   countries
 *   per date  byte: precision, bit 3 circa, bit 4 it is a period; 3 bytes: its first day counted
 *             from FIRST_DAY; of a period varint: days to its last
 *   varint    its first identifier, if there are any
 *   per address  varint length, bytes
 */
#include "index/build.h"

/* Dates have a year from 1000 to 2999 (date.h); days far outside would overflow when widened. */
enum { FIRST_DAY = -400000, LAST_DAY = 400000 };

enum { MANY = 3, DATE_CIRCA = 8, DATE_PERIOD = 16 };

/* ---- writing --------------------------------------------------------------------------------- */

static uint8_t few(size_t n)
{
    return n < MANY ? (uint8_t)n : MANY;
}

static void write_more(struct buf *out, size_t n)
{
    if (n >= MANY)
        buf_varint(out, n - MANY);
}

static void write_date(struct buf *out, const struct date *d)
{
    bool period = d->to != d->from;
    assert(d->from >= FIRST_DAY && d->to <= LAST_DAY && d->from <= d->to);
    uint32_t day = (uint32_t)(d->from - FIRST_DAY);
    const unsigned char bytes[4] = {
        (unsigned char)(d->precision | (d->circa ? DATE_CIRCA : 0) | (period ? DATE_PERIOD : 0)),
        (unsigned char)day, (unsigned char)(day >> 8), (unsigned char)(day >> 16)};
    buf_put(out, bytes, sizeof(bytes));
    if (period)
        buf_varint(out, (uint64_t)(d->to - d->from));
}

void features_write(struct buf *out, const struct subject *s, size_t idents)
{
    buf_char(out, (char)(s->genders | s->countries_n << 3));
    buf_char(out, (char)(few(s->dates_n) | few(s->idents_n) << 2 | few(s->addresses_n) << 4));
    write_more(out, s->dates_n);
    write_more(out, s->idents_n);
    write_more(out, s->addresses_n);
    for (size_t i = 0; i < s->countries_n; i++)
        buf_varint(out, s->countries[i]);
    for (size_t i = 0; i < s->dates_n; i++)
        write_date(out, &s->dates[i]);
    if (s->idents_n > 0)
        buf_varint(out, idents);
    for (size_t i = 0; i < s->addresses_n; i++) {
        buf_varint(out, s->addresses[i].n);
        buf_span(out, s->addresses[i]);
    }
}

/* ---- reading: nothing is trusted, so that opening a segment can prove it by reading it --------- */

static bool read_byte(struct span *in, unsigned *out)
{
    if (in->n == 0)
        return false;
    *out = (unsigned char)*in->p;
    *in = span_from(*in, 1);
    return true;
}

static bool read_below(struct span *in, uint64_t limit, uint64_t *out)
{
    return span_varint(in, out) && *out < limit;
}

static bool read_count(struct span *in, unsigned low, size_t *out)
{
    uint64_t more = 0;
    if (low == MANY && !read_below(in, LIMIT_VALUES, &more))
        return false;
    *out = low + (size_t)more;
    return true;
}

static bool read_counts(struct span *in, struct subject *out)
{
    unsigned first, second;
    if (!read_byte(in, &first) || !read_byte(in, &second) || second >= 64)
        return false;
    out->genders = first & 7;
    out->countries_n = (uint8_t)(first >> 3);
    return out->countries_n <= SUBJECT_COUNTRIES && read_count(in, second & 3, &out->dates_n) &&
           read_count(in, second >> 2 & 3, &out->idents_n) &&
           read_count(in, second >> 4, &out->addresses_n);
}

static bool read_countries(struct span *in, struct subject *out)
{
    uint64_t number;
    for (size_t i = 0; i < out->countries_n; i++) {
        if (!read_below(in, country_count() + 1, &number) || number == 0)
            return false;
        out->countries[i] = (uint16_t)number;
    }
    return true;
}

static bool read_date(struct span *in, struct date *out)
{
    unsigned kind, low, middle, high;
    uint64_t days = 0;
    if (!read_byte(in, &kind) || !read_byte(in, &low) || !read_byte(in, &middle) ||
        !read_byte(in, &high) || kind > (DATE_PERIOD | DATE_CIRCA | 7))
        return false;
    if ((kind & DATE_PERIOD) && !read_below(in, LAST_DAY - FIRST_DAY, &days))
        return false;
    int32_t from = (int32_t)(low | middle << 8 | high << 16) + FIRST_DAY;
    *out = (struct date){.from = from, .to = from + (int32_t)days,
                         .precision = kind & 7, .circa = kind & DATE_CIRCA};
    return out->precision >= DATE_YEAR && out->precision <= DATE_INTERVAL && out->to <= LAST_DAY;
}

/* Without an arena they are only looked at. */
static bool read_dates(struct span *in, struct arena *a, struct subject *out)
{
    struct date d;
    if (a && out->dates_n)
        out->dates = arena_alloc(a, out->dates_n * sizeof(d));
    for (size_t i = 0; i < out->dates_n; i++) {
        if (!read_date(in, &d))
            return false;
        if (a)
            out->dates[i] = d;
    }
    return true;
}

static bool read_idents(const struct segment *s, struct span *in, struct arena *a,
                        struct subject *out)
{
    uint64_t first = 0;
    if (out->idents_n && (!read_below(in, s->idents_n, &first) ||
                          out->idents_n > s->idents_n - (size_t)first))
        return false;
    if (!a || !out->idents_n)
        return true;
    out->idents = arena_alloc(a, out->idents_n * sizeof(*out->idents));
    for (size_t i = 0; i < out->idents_n; i++) {
        const struct disk_ident *d = &s->idents[first + i];
        out->idents[i] = (struct subject_ident){.hash = d->hash, .prop = d->prop,
                                                .format = d->format, .valid = d->valid};
    }
    return true;
}

static bool read_addresses(struct span *in, struct arena *a, struct subject *out)
{
    uint64_t n;
    if (a && out->addresses_n)
        out->addresses = arena_alloc(a, out->addresses_n * sizeof(*out->addresses));
    for (size_t i = 0; i < out->addresses_n; i++) {
        if (!read_below(in, in->n + 1, &n) || n > in->n)
            return false;
        if (a)
            out->addresses[i] = span_slice(*in, 0, (size_t)n);
        *in = span_from(*in, (size_t)n);
    }
    return true;
}

bool features_read(const struct segment *s, uint32_t entity, struct arena *a, struct subject *out)
{
    const struct disk_entity *e = &s->entities[entity];
    if (e[0].features > e[1].features || e[1].features > s->features_n)
        return false;
    struct span in = {(const char *)s->features + e[0].features,
                      e[1].features - e[0].features};
    return read_counts(&in, out) && read_countries(&in, out) && read_dates(&in, a, out) &&
           read_idents(s, &in, a, out) && read_addresses(&in, a, out) && in.n == 0;
}
