/* SPDX-License-Identifier: Apache-2.0
 *
 * Making the file of a dataset: each entity becomes words, facts and a row of the arrays.
 *
 *   words of names    every value of type name, and those parts of a name that stand alone
 *   other words       all other values but links, and the ids: whoever pastes one finds it
 *   facts             "property=value", each value whole; texts and links to pages only in words;
 *                     "property~=1961" the year and month of a longer date;
 *                     "@id", "@referents", "@caption", "@first_seen", "@last_seen", "@last_change";
 *                     "@exact=" the words of a name in order of the alphabet
 *
 * A fact longer than FACT_MAX is cut there, and so is what is asked for. Between two values stands a
 * word that nobody can type, so that no phrase reaches from one into the next.
 */
#include <stdio.h>

#include "search/board.h"
#include "search/field.h"
#include "search/token.h"

#define GAP "."

struct search_maker {
    struct words_maker *words;
    struct arena *arena;
    struct span dataset;
    struct buf head, names, other, facts, plain; /* of the entity at hand */
    struct buf ids, counts, code_at, codes;
    struct map *codes_of; /* "schema=Person" -> code */
    uint32_t codes_n;
};

struct tocsin_err *search_make(const char *path, struct span dataset, struct span stamp,
                               struct search_maker **out)
{
    struct search_maker *m = mem_zero(1, sizeof(*m));
    struct tocsin_err *err = words_make(path, &m->words);

    *out = NULL;
    if (err) {
        mem_free(m);
        return err;
    }
    m->arena = arena_new();
    m->codes_of = map_new();
    buf_printf(&m->head, "%s\n%.*s\n%.*s", BOARD_FORM, SPAN_ARG(dataset), SPAN_ARG(stamp));
    m->dataset = span_slice((struct span){m->head.p, m->head.n}, sizeof(BOARD_FORM), dataset.n);
    *out = m;
    return NULL;
}

/* ---- the arrays ------------------------------------------------------------------------------ */

static void put_number(struct buf *b, uint32_t n)
{
    buf_put(b, &n, sizeof(n));
}

/* A line feed within would end it. */
static void put_line(struct buf *b, struct span text)
{
    for (size_t i = 0; i < text.n; i++)
        buf_char(b, (unsigned char)text.p[i] < ' ' ? ' ' : text.p[i]);
    buf_char(b, '\n');
}

static void add_code(struct search_maker *m, const char *field, struct span value)
{
    char text[512];
    int n = snprintf(text, sizeof(text), "%s=%.*s", field, (int)(value.n > 400 ? 400 : value.n),
                     value.p);
    bool made;
    uint64_t *slot = map_slot(m->codes_of, (struct span){text, (size_t)n}, &made);

    if (made)
        *slot = m->codes_n++;
    put_number(&m->codes, (uint32_t)*slot);
}

static void add_datasets(struct search_maker *m, const struct record *r)
{
    for (size_t i = 0; i < r->datasets_n; i++)
        add_code(m, "datasets", r->datasets[i]);
    if (r->datasets_n == 0)
        add_code(m, "datasets", m->dataset);
}

/* Has the record this value before place 'n', in any property of the type? */
static bool had(const struct record *r, size_t n, enum prop_type type)
{
    for (size_t i = 0; i < n; i++)
        if (prop_type_in(r->schema, r->values[i].prop) == type &&
            span_eq(r->values[i].text, r->values[n].text))
            return true;
    return false;
}

static void add_codes(struct search_maker *m, const struct record *r)
{
    put_number(&m->code_at, (uint32_t)(m->codes.n / sizeof(uint32_t)));
    add_code(m, "schema", span_of(schema_name(r->schema)));
    add_datasets(m, r);
    add_code(m, "target", record_is_target(r) ? SPAN("true") : SPAN("false"));
    for (size_t i = 0; i < r->n; i++) {
        enum prop_type type = prop_type_in(r->schema, r->values[i].prop);
        const char *field = type == TYPE_COUNTRY  ? "countries"
                            : type == TYPE_TOPIC  ? "topics"
                            : type == TYPE_GENDER ? "genders"
                                                  : NULL;

        if (field && !had(r, i, type))
            add_code(m, field, r->values[i].text);
    }
}

/* ---- words and facts ------------------------------------------------------------------------- */

static size_t put_text(struct search_maker *m, struct span text, struct buf *b)
{
    if (b->n) {
        buf_char(b, WORDS_NEXT);
        buf_str(b, GAP);
    }
    return tokens_put(m->arena, text, b);
}

static void add_fact(struct search_maker *m, const char *field, struct span value)
{
    if (value.n == 0)
        return;
    if (m->facts.n)
        buf_char(&m->facts, WORDS_NEXT);
    field_fact(&m->facts, field, value);
}

static void add_date(struct search_maker *m, const char *name, struct span date)
{
    char field[64];

    add_fact(m, name, date);
    snprintf(field, sizeof(field), "%s~", name);
    if (date.n > 7)
        add_fact(m, field, span_slice(date, 0, 7));
    if (date.n > 4)
        add_fact(m, field, span_slice(date, 0, 4));
}

/* Both ends of a period; without the sign of doubt. */
static void add_dates(struct search_maker *m, const char *name, struct span edtf)
{
    struct span rest = edtf, date;

    while (span_split(&rest, '/', &date)) {
        if (span_ends(date, SPAN("~")))
            date.n--;
        add_date(m, name, date);
    }
}

static void add_exact(struct search_maker *m, struct span name, bool roman)
{
    size_t n;

    buf_clear(&m->plain);
    tokens_plain(m->arena, name, roman, &m->plain);
    n = field_sort_words(m->plain.p, m->plain.n);
    add_fact(m, "@exact", (struct span){m->plain.p, n});
}

static void add_value_fact(struct search_maker *m, const struct value *v, enum prop_type type)
{
    const char *name = prop_name(v->prop);

    if (type == TYPE_TEXT || type == TYPE_HTML || type == TYPE_JSON)
        return;
    if (type == TYPE_DATE)
        add_dates(m, name, v->text);
    else
        add_fact(m, name, v->text);
}

static bool names_a_part(enum prop p)
{
    return p == PROP_firstName || p == PROP_lastName || p == PROP_secondName ||
           p == PROP_middleName || p == PROP_fatherName || p == PROP_motherName;
}

static size_t add_value(struct search_maker *m, const struct record *r, const struct value *v)
{
    enum prop_type type = prop_type_in(r->schema, v->prop);

    add_value_fact(m, v, type);
    if (type == TYPE_ENTITY)
        return 0;
    if (type != TYPE_NAME && !names_a_part(v->prop))
        return put_text(m, v->text, &m->other);
    if (type == TYPE_NAME) {
        add_exact(m, v->text, false);
        add_exact(m, v->text, true);
    }
    return put_text(m, v->text, &m->names);
}

static size_t add_rest(struct search_maker *m, const struct record *r)
{
    size_t words = put_text(m, r->id, &m->other);

    add_fact(m, "@id", r->id);
    for (size_t i = 0; i < r->referents_n; i++) {
        words += put_text(m, r->referents[i], &m->other);
        add_fact(m, "@referents", r->referents[i]);
    }
    add_fact(m, "@caption", record_caption(r));
    add_fact(m, "@first_seen", r->first_seen);
    add_fact(m, "@last_seen", r->last_seen);
    add_fact(m, "@last_change", r->last_change);
    return words;
}

struct tocsin_err *search_add(struct search_maker *m, const struct record *r)
{
    struct words_text text;
    size_t words;

    buf_clear(&m->names);
    buf_clear(&m->other);
    buf_clear(&m->facts);
    words = add_rest(m, r);
    for (size_t i = 0; i < r->n; i++)
        words += add_value(m, r, &r->values[i]);
    put_line(&m->ids, r->id);
    put_number(&m->counts, (uint32_t)words);
    put_number(&m->counts, (uint32_t)r->n);
    add_codes(m, r);
    arena_reset(m->arena);
    text = (struct words_text){buf_view(&m->names), buf_view(&m->other), buf_view(&m->facts)};
    return words_add(m->words, &text);
}

/* ---- the end --------------------------------------------------------------------------------- */

static void list_word(void *ctx, struct span word)
{
    if (!span_eq(word, SPAN(GAP)))
        put_line(ctx, word);
}

static struct tocsin_err *write_names(struct search_maker *m)
{
    struct tocsin_err *err;
    struct buf b = {0};
    struct span name;
    uint64_t code;

    for (size_t at = 0; map_next(m->codes_of, &at, &name, &code);)
        put_line(&b, name);
    err = words_part(m->words, "names", buf_view(&b));
    buf_free(&b);
    return err;
}

static struct tocsin_err *write_words(struct search_maker *m)
{
    struct buf b = {0};
    struct tocsin_err *err = words_list(m->words, list_word, &b);

    if (!err)
        err = words_part(m->words, "words", buf_view(&b));
    buf_free(&b);
    return err;
}

static struct tocsin_err *write_parts(struct search_maker *m)
{
    put_number(&m->code_at, (uint32_t)(m->codes.n / sizeof(uint32_t)));
    if (m->ids.full || m->counts.full || m->code_at.full || m->codes.full)
        return err_new(TOCSIN_ERR_LIMIT, "%.*s is too large to be searched (BUF_DEFAULT_MAX)",
                       SPAN_ARG(m->dataset));
    TRY(write_words(m));
    TRY(write_names(m));
    TRY(words_part(m->words, "stamp", buf_view(&m->head)));
    TRY(words_part(m->words, "ids", buf_view(&m->ids)));
    TRY(words_part(m->words, "counts", buf_view(&m->counts)));
    TRY(words_part(m->words, "code_at", buf_view(&m->code_at)));
    return words_part(m->words, "codes", buf_view(&m->codes));
}

struct tocsin_err *search_finish(struct search_maker *m)
{
    struct tocsin_err *err = write_parts(m);

    if (!err) {
        err = words_finish(m->words);
        m->words = NULL;
    }
    search_abandon(m);
    return err;
}

void search_abandon(struct search_maker *m)
{
    struct buf *bufs[] = {&m->head, &m->names, &m->other, &m->facts, &m->plain,
                          &m->ids,  &m->counts, &m->code_at, &m->codes};

    if (!m)
        return;
    words_abandon(m->words);
    arena_free(m->arena);
    map_free(m->codes_of);
    for (size_t i = 0; i < ARRAY_LEN(bufs); i++)
        buf_free(bufs[i]);
    mem_free(m);
}
