/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading entries of a segment as the structs that match compares. Texts stay in the map.
 */
#include "index/layout.h"

static uint32_t find(const struct segment *s, struct span form, bool legal)
{
    size_t at = form_slot(form, legal) & (s->forms_n - 1);
    while (s->forms[at]) {
        const struct disk_token *t = &s->tokens[s->forms[at] - 1];
        if (t->legal == legal && t->form_n == form.n &&
            memcmp(s->text + t->text, form.p, form.n) == 0)
            return s->forms[at] - 1;
        at = (at + 1) & (s->forms_n - 1);
    }
    return UINT32_MAX;
}

uint32_t segment_find(const struct segment *s, struct span form)
{
    return find(s, form, false);
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

/* How many names of all segments hold the word; of segment 'own', when it is of one, it knows. */
static void weigh(const struct index *x, const struct segment *own, struct token *t)
{
    uint32_t df = own ? t->df : 0;
    for (size_t i = 0; i < x->n; i++) {
        if (&x->segments[i] == own)
            continue;
        uint32_t same = find(&x->segments[i], t->form, t->classes & WORD_LEGAL);
        if (same != UINT32_MAX)
            df += x->segments[i].tokens[same].df;
    }
    t->df = df;
    t->weight = name_weigh(t, df, x->names);
}

void index_weigh(const struct index *x, struct subject *s)
{
    for (size_t i = 0; i < s->names_n; i++)
        for (size_t k = 0; k < s->names[i].n; k++)
            weigh(x, NULL, &s->names[i].tokens[k]);
}

static void view_name(const struct index *x, const struct segment *s, uint32_t id, struct arena *a,
                      struct name *out)
{
    const struct disk_name *d = &s->names[id];
    uint32_t n = d[1].tokens - d[0].tokens;
    *out = (struct name){.tokens = arena_alloc(a, n * sizeof(struct token)),
                         .n = (uint16_t)n, .kind = d->kind, .quality = d->quality};
    for (uint32_t i = 0; i < n; i++) {
        uint32_t t = (uint32_t)packed_at(&s->name_tokens, d->tokens + i);
        segment_token(s, t & segment_token_mask(s), t >> s->token_bits, (enum name_kind)d->kind,
                      &out->tokens[i]);
        weigh(x, s, &out->tokens[i]);
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

void index_view(const struct index *x, const struct candidate *c, bool all, struct arena *a,
                struct subject *out)
{
    const struct segment *s = &x->segments[c->segment];
    const struct disk_entity *e = &s->entities[c->entity];
    *out = (struct subject){.schema = e->schema};
    out->kind = (uint8_t)subject_kind((enum schema)e->schema);
    view_names(x, s, c, all, a, out);
    bool fine = features_read(s, c->entity, a, out);
    assert(fine); /* opening has read them all */
    (void)fine;
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
