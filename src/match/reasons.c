/* SPDX-License-Identifier: Apache-2.0
 *
 * A verdict in words.
 */
#include "match/private.h"

static void words(const struct name *n, size_t at, size_t count, struct buf *out)
{
    for (size_t i = at; i < at + count; i++) {
        if (i > at)
            buf_char(out, ' ');
        buf_span(out, n->tokens[i].form);
    }
}

static void pair_text(const struct name *a, const struct name *b, const struct pair *p,
                      struct buf *out)
{
    buf_char(out, '[');
    words(a, p->a, p->an, out);
    if (p->an && p->bn) {
        buf_str(out, p->kind == PAIR_SAME ? " = " : p->kind == PAIR_OTHER ? " \xE2\x89\xA0 " : " ~ ");
        words(b, p->b, p->bn, out);
        if (p->kind == PAIR_SAME && p->cost < 0.005f) {
            buf_char(out, ']');
            return;
        }
        buf_printf(out, ": %s, %.2f]", pair_kind_name((enum pair_kind)p->kind), (double)p->cost);
        return;
    }
    words(b, p->b, p->bn, out);
    buf_printf(out, ": only %s, %.2f]", p->an ? "asked" : "listed", (double)p->cost);
}

void match_alignment_text(const struct name *a, const struct name *b, const struct alignment *al,
                          struct buf *out)
{
    struct alignment sorted = *al;
    align_sort(&sorted);
    for (size_t i = 0; i < sorted.n; i++) {
        if (i > 0)
            buf_char(out, ' ');
        pair_text(a, b, &sorted.pairs[i], out);
    }
}

struct telling {
    struct arena *arena;
    const struct subject *q, *e;
    const struct match *m;
    struct reason *out;
};

static struct span date_text(struct arena *a, const struct date *d)
{
    struct buf b = {0};
    date_write(d, &b);
    struct span s = arena_span(a, buf_view(&b));
    buf_free(&b);
    return s;
}

static void tell_name(struct telling *t)
{
    const struct name *a = &t->q->names[t->m->query_name], *b = &t->e->names[t->m->name];
    struct buf text = {0};
    match_alignment_text(a, b, &t->m->names, &text);
    buf_printf(&text, " in all %.2f slips", (double)t->m->names.cost);
    t->out->detail = arena_span(t->arena, buf_view(&text));
    t->out->query = a->text;
    t->out->candidate = b->text;
    buf_free(&text);
}

static void tell_dates(struct telling *t)
{
    t->out->query = date_text(t->arena, &t->q->dates[t->m->query_date]);
    t->out->candidate = date_text(t->arena, &t->e->dates[t->m->date]);
}

static void tell_idents(struct telling *t)
{
    const struct subject_ident *a = &t->q->idents[t->m->query_ident];
    const struct subject_ident *b = &t->e->idents[t->m->ident];
    t->out->query = a->normal;
    t->out->candidate = b->normal;
    t->out->detail = arena_printf(t->arena, "%s%s", prop_label((enum prop)b->prop),
                                  a->valid && b->valid && b->format != IDENT_STRICT
                                      ? ", check digit holds" : "");
}

static struct span countries_text(struct arena *a, const struct subject *s)
{
    struct buf b = {0};
    for (size_t i = 0; i < s->countries_n; i++)
        buf_printf(&b, "%s%s", i ? ", " : "", country_code(s->countries[i]));
    struct span text = arena_span(a, buf_view(&b));
    buf_free(&b);
    return text;
}

static struct span gender_text(uint8_t bits)
{
    return bits & GENDER_MALE ? SPAN("male") : bits & GENDER_FEMALE ? SPAN("female") : SPAN("other");
}

static void tell(struct telling *t)
{
    switch (t->out->feature) {
    case FEATURE_NAME:
        tell_name(t);
        break;
    case FEATURE_IDENTIFIER:
    case FEATURE_IDENTIFIER_MISMATCH:
        tell_idents(t);
        break;
    case FEATURE_WEAK_ALIAS:
        t->out->candidate = t->e->names[t->m->name].text;
        break;
    case FEATURE_DOB_MATCH:
    case FEATURE_DOB_YEAR:
    case FEATURE_DOB_DAY:
        tell_dates(t);
        break;
    case FEATURE_COUNTRY_MATCH:
    case FEATURE_COUNTRY:
        t->out->query = countries_text(t->arena, t->q);
        t->out->candidate = countries_text(t->arena, t->e);
        break;
    case FEATURE_GENDER:
        t->out->query = gender_text(t->q->genders);
        t->out->candidate = gender_text(t->e->genders);
        break;
    case FEATURE_FATHER:
        t->out->query = subject_father(t->q)->form;
        t->out->candidate = subject_father(t->e)->form;
        break;
    case FEATURE_ADDRESS:
    case FEATURE_COUNT:
        break;
    }
}

static bool applies(const struct match *m, enum feature f)
{
    if (f == FEATURE_NAME)
        return m->names.n > 0;
    return m->features[f] != 0;
}

size_t match_reasons(const struct match_profile *p, const struct subject *query,
                     const struct subject *entity, const struct match *m, struct arena *a,
                     struct reason **out)
{
    size_t n = 0;
    (void)p;
    *out = ARENA_ARRAY(a, struct reason, FEATURE_COUNT);
    for (int f = 0; f < FEATURE_COUNT; f++) {
        if (!applies(m, (enum feature)f))
            continue;
        struct reason *r = &(*out)[n++];
        *r = (struct reason){.feature = (enum feature)f, .score = (double)m->features[f]};
        tell(&(struct telling){a, query, entity, m, r});
    }
    return n;
}
