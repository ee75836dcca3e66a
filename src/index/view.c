/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading entries of a segment as the structs that match compares. Texts stay in the map.
 */
#include "index/layout.h"

uint32_t segment_find(const struct segment *s, struct span form)
{
    size_t at = span_hash(form) & (s->forms_n - 1);
    while (s->forms[at]) {
        const struct disk_token *t = &s->tokens[s->forms[at] - 1];
        if (t->form_n == form.n && memcmp(s->text + t->text, form.p, form.n) == 0)
            return s->forms[at] - 1;
        at = (at + 1) & (s->forms_n - 1);
    }
    return UINT32_MAX;
}

void segment_token(const struct segment *s, uint32_t token, uint32_t role, enum name_kind kind,
                   struct token *out)
{
    const struct disk_token *d = &s->tokens[token];
    const char *p = s->text + d->text;
    out->form = (struct span){p, d->form_n};
    p += d->latin_is_form ? 0 : d->form_n;
    out->latin = (struct span){p, d->latin_n};
    out->skel = (struct span){p + d->latin_n, d->skel_n};
    out->word = word_at(d->word);
    out->letters = d->letters;
    out->number = -1;
    out->script = d->script;
    out->df = d->df;
    if (d->legal) {
        out->classes = WORD_LEGAL;
        out->weight = 0.4f;
        return;
    }
    token_classes(out, kind);
    if (role & ROLE_PLAIN)
        out->classes &= (uint16_t)~(TOKEN_MINOR | WORD_SUFFIX);
    if (role & ROLE_PLACE)
        out->classes |= WORD_PLACE;
    if (role & ROLE_INITIAL)
        out->classes |= TOKEN_INITIAL;
    if (role & ROLE_FAMILY)
        out->classes |= TOKEN_FAMILY;
    if (role & ROLE_GIVEN)
        out->classes |= TOKEN_GIVEN;
    out->weight = 0;
}

static uint32_t df_of(const struct index *x, struct span form)
{
    uint32_t df = 0;
    for (size_t i = 0; i < x->n; i++) {
        uint32_t t = segment_find(&x->segments[i], form);
        if (t != UINT32_MAX)
            df += x->segments[i].tokens[t].df;
    }
    return df;
}

static void weigh(const struct index *x, struct token *t)
{
    t->df = df_of(x, t->form);
    t->weight = name_weigh(t, t->df, x->names);
}

void index_weigh(const struct index *x, struct subject *s)
{
    for (size_t i = 0; i < s->names_n; i++)
        for (size_t k = 0; k < s->names[i].n; k++)
            weigh(x, &s->names[i].tokens[k]);
}

static void view_name(const struct index *x, const struct segment *s, uint32_t id, struct arena *a,
                      struct name *out)
{
    const struct disk_name *d = &s->names[id];
    uint32_t n = d[1].tokens - d[0].tokens;
    *out = (struct name){.tokens = arena_alloc(a, n * sizeof(struct token)),
                         .n = (uint16_t)n, .kind = d->kind, .quality = d->quality};
    for (uint32_t i = 0; i < n; i++) {
        uint32_t t = s->name_tokens[d->tokens + i];
        segment_token(s, t & ROLE_TOKEN, t, (enum name_kind)d->kind, &out->tokens[i]);
        if (x->n == 1)
            out->tokens[i].weight = name_weigh(&out->tokens[i], out->tokens[i].df, x->names);
        else
            weigh(x, &out->tokens[i]);
    }
}

static void view_names(const struct index *x, const struct segment *s, const struct candidate *c,
                       bool all, struct arena *a, struct subject *out)
{
    const struct disk_entity *e = &s->entities[c->entity];
    size_t n = all ? e[1].names - e[0].names : c->names_n;
    out->names = arena_alloc(a, (n ? n : 1) * sizeof(struct name));
    out->names_n = n;
    for (size_t i = 0; i < n; i++)
        view_name(x, s, all ? e->names + (uint32_t)i : c->names[i], a, &out->names[i]);
}

static void view_idents(const struct segment *s, const struct disk_entity *e, struct arena *a,
                        struct subject *out)
{
    out->idents_n = e[1].idents - e[0].idents;
    out->idents = ARENA_ARRAY(a, struct subject_ident, out->idents_n + 1);
    for (size_t i = 0; i < out->idents_n; i++) {
        const struct disk_ident *d = &s->idents[e->idents + i];
        out->idents[i] = (struct subject_ident){.hash = d->hash, .prop = d->prop,
                                                .format = d->format, .valid = d->valid};
    }
}

void index_view(const struct index *x, const struct candidate *c, bool all, struct arena *a,
                struct subject *out)
{
    const struct segment *s = &x->segments[c->segment];
    const struct disk_entity *e = &s->entities[c->entity];
    *out = (struct subject){.schema = e->schema, .genders = e->genders};
    out->kind = (uint8_t)subject_kind((enum schema)e->schema);
    view_names(x, s, c, all, a, out);
    view_idents(s, e, a, out);
    out->dates_n = e[1].dates - e[0].dates;
    /* the dates are only read */
    out->dates = (struct date *)(uintptr_t)(s->dates + e->dates);
    out->countries_n = (uint8_t)(e[1].countries - e[0].countries);
    memcpy(out->countries, s->countries + e->countries, out->countries_n * sizeof(uint16_t));
    out->addresses_n = e[1].addresses - e[0].addresses;
    out->addresses = ARENA_ARRAY(a, struct span, out->addresses_n + 1);
    for (size_t i = 0; i < out->addresses_n; i++) {
        const struct disk_text *t = &s->addresses[e->addresses + i];
        out->addresses[i] = (struct span){s->text + t->text, t->n};
    }
}

static struct span id_of(const struct segment *s, uint32_t entity)
{
    const struct disk_entity *e = &s->entities[entity];
    return (struct span){s->text + e->id, e->id_n};
}

struct span index_id(const struct index *x, const struct candidate *c)
{
    return id_of(&x->segments[c->segment], c->entity);
}

bool index_find(const struct index *x, struct span id, struct candidate *out)
{
    for (uint32_t i = 0; i < x->n; i++)
        for (uint32_t e = 0; e < x->segments[i].entities_n; e++)
            if (span_eq(id_of(&x->segments[i], e), id)) {
                *out = (struct candidate){.segment = i, .entity = e};
                return true;
            }
    return false;
}
