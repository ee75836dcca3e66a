/* SPDX-License-Identifier: Apache-2.0
 *
 * interpol: public notices of INTERPOL as its API gives them.
 *
 *   document   one of, or several behind each other (JSON lines):
 *                a search answer   {"total", "query", "_embedded": {"notices": [notice]}, "_links"}
 *                a notice          {"entity_id": "2026/99999", "name", "forename", ...}
 *                a list of either
 *
 * The three kinds of notice have the same frame; "_links.self.href" of a notice names its kind, and
 * fields that only one kind has do where that is missing. A notice of unknown kind is an error,
 * because it makes a difference whether somebody is wanted or missing.
 *
 *   kind     id                           topics          hangs on it
 *   red      interpol-red-2026-99999      crime, wanted   a Sanction for each arrest warrant
 *   yellow   interpol-yellow-2026-99999   none            (missing persons, often children)
 *   UN       interpol-un-2026-99999       sanction        a Sanction with the UN's reference
 *
 * Searches overlap: a notice that comes again word for word is left out. One that comes again with
 * other words is an error, as with any list.
 *
 * A document is read as a whole, since its notices stand inside of it; its limit is LIMIT_LINE.
 */
#include "entry.h"
#include "json_text.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum kind { KIND_NONE, KIND_RED, KIND_YELLOW, KIND_UN };

static const struct kind_row {
    const char *path, *dataset, *prefix, *program, *program_id;
    const char *topics[2];
} kinds[] = {
    [KIND_RED] = {"/red/", "interpol_red_notices", "interpol-red-", "Red Notice", "INTERPOL-RN",
                  {"crime", "wanted"}},
    [KIND_YELLOW] = {"/yellow/", "interpol_yellow_notices", "interpol-yellow-", "Yellow Notice",
                     NULL, {NULL, NULL}},
    [KIND_UN] = {"/un/", "interpol_un_notices", "interpol-un-",
                 "INTERPOL-United Nations Security Council Special Notice", NULL,
                 {"sanction", NULL}},
};

static const struct entry_issuer issuer = {"INTERPOL", NULL};

struct interpol {
    struct reader *in;
    struct emitter *out;
    struct arena *arena; /* of one notice */
    struct map *seen;    /* id -> content */
    enum kind told;      /* the kind that named the list */
    enum kind kind;      /* of this notice */
    const json_t *json;
    struct entry *e;
    uint64_t line;
};

/* ---- members ------------------------------------------------------------------------------- */

/* How a member of a notice is read. */
enum shape {
    SHAPE_TEXT, SHAPE_COUNTRY, SHAPE_DATE, SHAPE_SEX, SHAPE_LANGUAGE, SHAPE_MEASURE, SHAPE_LABELLED,
    SHAPE_ELSEWHERE /* by a function of its own, or not at all */
};

/* A list has each of its elements read like that. */
static const struct member {
    const char *name;
    enum shape shape;
    enum prop prop;
} members[] = {
    {"entity_id", SHAPE_ELSEWHERE, PROP_NONE},
    {"name", SHAPE_ELSEWHERE, PROP_NONE},
    {"forename", SHAPE_ELSEWHERE, PROP_NONE},
    {"date_of_birth", SHAPE_DATE, PROP_birthDate},
    {"place_of_birth", SHAPE_TEXT, PROP_birthPlace},
    {"country_of_birth_id", SHAPE_COUNTRY, PROP_birthCountry},
    {"nationalities", SHAPE_COUNTRY, PROP_nationality},
    {"sex_id", SHAPE_SEX, PROP_gender},
    {"languages_spoken_ids", SHAPE_LANGUAGE, PROP_spokenLanguage},
    {"height", SHAPE_MEASURE, PROP_height},
    {"weight", SHAPE_MEASURE, PROP_weight},
    {"eyes_colors_id", SHAPE_TEXT, PROP_eyeColor},
    {"hairs_id", SHAPE_TEXT, PROP_hairColor},
    {"distinguishing_marks", SHAPE_TEXT, PROP_notes},
    {"arrest_warrants", SHAPE_ELSEWHERE, PROP_NONE},
    {"birth_name", SHAPE_TEXT, PROP_previousName},
    {"name_at_birth", SHAPE_TEXT, PROP_previousName},
    {"formerly_known_as", SHAPE_TEXT, PROP_previousName},
    {"father_forename", SHAPE_ELSEWHERE, PROP_NONE},
    {"father_name", SHAPE_ELSEWHERE, PROP_NONE},
    {"mother_forename", SHAPE_ELSEWHERE, PROP_NONE},
    {"mother_name", SHAPE_ELSEWHERE, PROP_NONE},
    {"date_of_event", SHAPE_LABELLED, PROP_notes},
    {"place", SHAPE_LABELLED, PROP_notes},
    {"country", SHAPE_LABELLED, PROP_notes},
    {"un_reference", SHAPE_ELSEWHERE, PROP_NONE},
    {"un_reference_date", SHAPE_ELSEWHERE, PROP_NONE},
    {"un_resolution", SHAPE_ELSEWHERE, PROP_NONE},
    {"name_in_original_script", SHAPE_ELSEWHERE, PROP_NONE},
    {"forename_in_original_script", SHAPE_ELSEWHERE, PROP_NONE},
    {"aliases", SHAPE_ELSEWHERE, PROP_NONE},
    {"adresses", SHAPE_ELSEWHERE, PROP_NONE}, /* spelt so */
    {"addresses", SHAPE_ELSEWHERE, PROP_NONE},
    {"associates", SHAPE_ELSEWHERE, PROP_NONE},
    {"administrators", SHAPE_LABELLED, PROP_notes},
    {"identity_documents", SHAPE_LABELLED, PROP_notes},
    {"purposes", SHAPE_LABELLED, PROP_notes},
    {"profession", SHAPE_TEXT, PROP_position},
    {"summary", SHAPE_TEXT, PROP_notes},
    {"additional_information", SHAPE_TEXT, PROP_notes},
    {"main_activity", SHAPE_TEXT, PROP_sector},
    {"legal_form", SHAPE_TEXT, PROP_legalForm},
    {"registration_number", SHAPE_TEXT, PROP_registrationNumber},
    {"from_chamber_of_commerce", SHAPE_LABELLED, PROP_notes},
    {"_links", SHAPE_ELSEWHERE, PROP_NONE},
    {"_embedded", SHAPE_ELSEWHERE, PROP_NONE},
    {"images", SHAPE_ELSEWHERE, PROP_NONE},
    {"thumbnail", SHAPE_ELSEWHERE, PROP_NONE},
};

static struct tocsin_err *wrong(const struct interpol *i, const char *member, const char *wanted)
{
    return entry_error(i->in, member, i->line, "must be %s", wanted);
}

/* A list has its elements; anything else, but null, is one. */
static size_t count(const json_t *value)
{
    if (json_is_array(value))
        return json_array_size(value);
    return value && !json_is_null(value);
}

static const json_t *nth(const json_t *value, size_t i)
{
    return json_is_array(value) ? json_array_get(value, i) : value;
}

/* A text or number; empty for null and for the "-" of names that are not known. */
static struct tocsin_err *text_of(const struct interpol *i, const json_t *value, const char *member,
                                  struct span *out)
{
    *out = SPAN("");
    if (!value || json_is_null(value))
        return NULL;
    if (json_is_string(value))
        *out = span_trim((struct span){json_string_value(value), json_string_length(value)});
    else if (json_is_integer(value))
        *out = arena_printf(i->arena, "%lld", (long long)json_integer_value(value));
    else if (json_is_real(value))
        *out = arena_printf(i->arena, "%.15g", json_real_value(value));
    else
        return wrong(i, member, "text");
    if (span_eq(*out, SPAN("-")))
        *out = SPAN("");
    return NULL;
}

static struct tocsin_err *member_text(const struct interpol *i, const json_t *object,
                                      const char *member, struct span *out)
{
    return text_of(i, json_object_get(object, member), member, out);
}

/* "FERDIK ALDOUS" and "QUENTABRY" of two members. */
static struct tocsin_err *joined(const struct interpol *i, const json_t *object, const char *first,
                                 const char *last, struct span *out)
{
    struct span parts[2];
    TRY(member_text(i, object, first, &parts[0]));
    TRY(member_text(i, object, last, &parts[1]));
    *out = entry_join(i->arena, " ", parts, 2);
    return NULL;
}

static struct tocsin_err *add(struct interpol *i, enum prop prop, struct span text,
                              const char *member)
{
    return entry_add(i->e, prop, text, member, i->line);
}

/* ---- values of a shape --------------------------------------------------------------------- */

static bool all_digits(struct span s)
{
    uint64_t n;
    return span_u64(s, &n);
}

/* "914" and "922" are codes of organisations. */
static struct tocsin_err *add_country(struct interpol *i, struct record *r, enum prop prop,
                                      struct span text, const char *member)
{
    if (all_digits(text)) {
        emit_note(i->out, "%s: '%.*s' is no country and left out", member, SPAN_ARG(text));
        return NULL;
    }
    return entry_add_to(i->e, r, prop, text, member, i->line);
}

/* "1961/03/14", "1961/03", "1961" */
static struct span iso_date(struct interpol *i, struct span text)
{
    char *p = arena_str(i->arena, text);
    for (size_t k = 0; k < text.n; k++)
        if (p[k] == '/')
            p[k] = '-';
    return (struct span){p, text.n};
}

/* INTERPOL writes the bibliographic codes of ISO 639-2 where there are two; FollowTheMoney has
 * those of ISO 639-3. */
static struct span language(struct interpol *i, struct span text)
{
    static const char codes[][2][4] = {
        {"alb", "sqi"}, {"arm", "hye"}, {"baq", "eus"}, {"bur", "mya"}, {"chi", "zho"},
        {"cze", "ces"}, {"dut", "nld"}, {"fre", "fra"}, {"geo", "kat"}, {"ger", "deu"},
        {"gre", "ell"}, {"ice", "isl"}, {"mac", "mkd"}, {"mao", "mri"}, {"may", "msa"},
        {"per", "fas"}, {"rum", "ron"}, {"slo", "slk"}, {"tib", "bod"}, {"wel", "cym"},
    };
    char *p = arena_str(i->arena, text);
    for (size_t k = 0; k < text.n; k++)
        if (p[k] >= 'A' && p[k] <= 'Z')
            p[k] = (char)(p[k] - 'A' + 'a');
    for (size_t k = 0; k < ARRAY_LEN(codes); k++)
        if (span_eq((struct span){p, text.n}, span_of(codes[k][0])))
            return span_of(codes[k][1]);
    return (struct span){p, text.n};
}

/* "key: text, key: text" of an object whose members the API does not promise. */
static struct span spelt_out(struct interpol *i, const json_t *object)
{
    struct buf text = {0};
    json_t *all = json_deep_copy(object);
    for (void *at = json_object_iter(all); at; at = json_object_iter_next(all, at)) {
        const json_t *value = json_object_iter_value(at);
        if (!json_string_length(value))
            continue;
        buf_printf(&text, "%s%s: ", text.n ? ", " : "", json_object_iter_key(at));
        buf_put(&text, json_string_value(value), json_string_length(value));
    }
    json_decref(all);
    struct span out = arena_span(i->arena, buf_view(&text));
    buf_free(&text);
    return out;
}

static struct tocsin_err *add_shape(struct interpol *i, const struct member *m, const json_t *value)
{
    struct span text;
    if (m->shape == SHAPE_LABELLED && json_is_object(value)) {
        entry_note(i->e, m->name, spelt_out(i, value));
        return NULL;
    }
    TRY(text_of(i, value, m->name, &text));
    switch (m->shape) {
    case SHAPE_COUNTRY:
        return add_country(i, i->e->entity, m->prop, text, m->name);
    case SHAPE_DATE:
        return add(i, m->prop, iso_date(i, text), m->name);
    case SHAPE_SEX:
        return span_eq(text, SPAN("U")) ? NULL : add(i, m->prop, text, m->name);
    case SHAPE_LANGUAGE:
        return add(i, m->prop, language(i, text), m->name);
    case SHAPE_MEASURE: /* 0: not known */
        return json_number_value(value) > 0 ? add(i, m->prop, text, m->name) : NULL;
    case SHAPE_LABELLED:
        entry_note(i->e, m->name, text);
        return NULL;
    case SHAPE_TEXT:
        return add(i, m->prop, text, m->name);
    case SHAPE_ELSEWHERE:
        break;
    }
    return NULL;
}

static struct tocsin_err *add_members(struct interpol *i)
{
    for (size_t k = 0; k < ARRAY_LEN(members); k++) {
        const struct member *m = &members[k];
        const json_t *value = json_object_get(i->json, m->name);
        for (size_t n = 0; m->shape != SHAPE_ELSEWHERE && n < count(value); n++)
            TRY(add_shape(i, m, nth(value, n)));
    }
    return NULL;
}

static bool is_known(const char *name)
{
    for (size_t k = 0; k < ARRAY_LEN(members); k++)
        if (strcmp(members[k].name, name) == 0)
            return true;
    return false;
}

static void note_unknown(struct interpol *i, json_t *notice)
{
    for (void *at = json_object_iter(notice); at; at = json_object_iter_next(notice, at))
        if (!is_known(json_object_iter_key(at)))
            emit_note(i->out, "the member '%.80s' is not known and left out",
                      json_object_iter_key(at));
}

/* ---- names --------------------------------------------------------------------------------- */

static struct tocsin_err *add_names(struct interpol *i)
{
    struct span name, first, last;
    TRY(joined(i, i->json, "forename", "name", &name));
    if (!name.n)
        return entry_error(i->in, "name", i->line, "is missing");
    TRY(add(i, PROP_name, name, "name"));
    TRY(joined(i, i->json, "forename_in_original_script", "name_in_original_script", &name));
    TRY(add(i, PROP_alias, name, "name_in_original_script"));
    if (i->e->entity->schema != SCHEMA_Person)
        return NULL;
    TRY(member_text(i, i->json, "forename", &first));
    TRY(member_text(i, i->json, "name", &last));
    TRY(add(i, PROP_firstName, first, "forename"));
    TRY(add(i, PROP_lastName, last, "name"));
    TRY(joined(i, i->json, "father_forename", "father_name", &name));
    TRY(add(i, PROP_fatherName, name, "father_name"));
    TRY(joined(i, i->json, "mother_forename", "mother_name", &name));
    return add(i, PROP_motherName, name, "mother_name");
}

/* A text, or an object with a forename and a name; else empty. */
static struct tocsin_err *name_of(struct interpol *i, const json_t *value, const char *member,
                                  struct span *out)
{
    if (json_is_object(value))
        return joined(i, value, "forename", "name", out);
    return text_of(i, value, member, out);
}

static struct tocsin_err *add_aliases(struct interpol *i)
{
    const json_t *list = json_object_get(i->json, "aliases");
    for (size_t k = 0; k < count(list); k++) {
        struct span name;
        TRY(name_of(i, nth(list, k), "aliases", &name));
        if (name.n)
            TRY(add(i, PROP_alias, name, "aliases"));
        else if (json_is_object(nth(list, k)))
            entry_note(i->e, "aliases", spelt_out(i, nth(list, k)));
    }
    return NULL;
}

static struct tocsin_err *add_associates(struct interpol *i)
{
    const json_t *list = json_object_get(i->json, "associates");
    for (size_t k = 0; k < count(list); k++) {
        struct span name;
        TRY(name_of(i, nth(list, k), "associates", &name));
        if (name.n)
            TRY(entry_party(i->e, ENTRY_RELATED, name, "Associate", i->line));
        else if (json_is_object(nth(list, k)))
            entry_note(i->e, "associates", spelt_out(i, nth(list, k)));
    }
    return NULL;
}

static struct tocsin_err *add_addresses(struct interpol *i, const char *member)
{
    const json_t *list = json_object_get(i->json, member);
    for (size_t k = 0; k < count(list); k++) {
        struct entry_address a = {.full = SPAN("")};
        if (json_is_object(nth(list, k)))
            a.full = spelt_out(i, nth(list, k));
        else
            TRY(text_of(i, nth(list, k), member, &a.full));
        if (a.full.n)
            TRY(entry_address(i->e, &a, member, i->line));
    }
    return NULL;
}

/* ---- why somebody is on the list ------------------------------------------------------------ */

static struct record *measure(struct interpol *i, struct span key)
{
    struct record *r = entry_sanction(i->e, key);
    struct span id = SPAN("");
    tocsin_err_free(member_text(i, i->json, "entity_id", &id)); /* read once already */
    record_add(r, PROP_authorityId, id);
    record_add(r, PROP_program, span_of(kinds[i->kind].program));
    if (kinds[i->kind].program_id)
        record_add(r, PROP_programId, span_of(kinds[i->kind].program_id));
    return r;
}

static struct tocsin_err *add_warrant(struct interpol *i, const json_t *warrant)
{
    struct span part[3];
    if (!json_is_object(warrant))
        return wrong(i, "arrest_warrants", "a list of objects");
    TRY(member_text(i, warrant, "issuing_country_id", &part[0]));
    TRY(member_text(i, warrant, "charge", &part[1]));
    TRY(member_text(i, warrant, "charge_translation", &part[2]));
    struct record *r = measure(i, entry_join(i->arena, "|", part, 3));
    TRY(add_country(i, r, PROP_country, part[0], "issuing_country_id"));
    TRY(entry_add_to(i->e, r, PROP_reason, part[1], "charge", i->line));
    return entry_add_to(i->e, r, PROP_reason, part[2], "charge_translation", i->line);
}

static struct tocsin_err *add_warrants(struct interpol *i)
{
    const json_t *list = json_object_get(i->json, "arrest_warrants");
    for (size_t k = 0; k < count(list); k++)
        TRY(add_warrant(i, nth(list, k)));
    return NULL;
}

static struct tocsin_err *add_un(struct interpol *i)
{
    struct span reference, date, resolution;
    TRY(member_text(i, i->json, "un_reference", &reference));
    TRY(member_text(i, i->json, "un_reference_date", &date));
    TRY(member_text(i, i->json, "un_resolution", &resolution));
    if (!reference.n && !date.n && !resolution.n)
        return NULL;
    struct record *r = measure(i, reference);
    TRY(entry_add_to(i->e, r, PROP_unscId, reference, "un_reference", i->line));
    TRY(entry_add_to(i->e, r, PROP_listingDate, iso_date(i, date), "un_reference_date", i->line));
    return entry_add_to(i->e, r, PROP_program, resolution, "un_resolution", i->line);
}

static struct span self_link(const json_t *notice)
{
    const json_t *self = json_object_get(json_object_get(notice, "_links"), "self");
    const json_t *href = json_object_get(self, "href");
    return (struct span){json_string_value(href), json_string_length(href)};
}

static void add_kind(struct interpol *i)
{
    const struct kind_row *kind = &kinds[i->kind];
    for (size_t k = 0; k < ARRAY_LEN(kind->topics) && kind->topics[k]; k++)
        record_add(i->e->entity, PROP_topics, span_of(kind->topics[k]));
    if (kind->program_id)
        record_add(i->e->entity, PROP_programId, span_of(kind->program_id));
    record_add(i->e->entity, PROP_sourceUrl, self_link(i->json));
}

/* ---- a notice ------------------------------------------------------------------------------ */

static bool has(const json_t *object, const char *member)
{
    return json_object_get(object, member) != NULL;
}

static enum kind kind_of(const json_t *notice)
{
    struct span href = self_link(notice);
    for (enum kind k = KIND_RED; href.n && k <= KIND_UN; k++)
        if (span_find_span(href, span_of(kinds[k].path)) < href.n)
            return k;
    if (has(notice, "arrest_warrants"))
        return KIND_RED;
    if (has(notice, "un_reference"))
        return KIND_UN;
    return has(notice, "date_of_event") ? KIND_YELLOW : KIND_NONE;
}

static enum schema schema_of(const struct interpol *i)
{
    struct span href = self_link(i->json);
    bool firm = (href.n && span_find_span(href, SPAN("/entities/")) < href.n) ||
                has(i->json, "legal_form") || has(i->json, "main_activity");
    return i->kind == KIND_UN && firm ? SCHEMA_Organization : SCHEMA_Person;
}

static struct tocsin_err *begin(struct interpol *i)
{
    struct span id;
    if (!json_is_object(i->json))
        return wrong(i, "notices", "a list of objects");
    TRY(member_text(i, i->json, "entity_id", &id));
    if (!id.n)
        return entry_error(i->in, "entity_id", i->line, "is missing");
    i->kind = kind_of(i->json);
    if (!i->kind)
        return entry_error(i->in, "_links", i->line,
                           "does not tell whether '%.*s' is a red, yellow or UN notice",
                           SPAN_ARG(id));
    struct entry *e = ARENA_NEW(i->arena, struct entry);
    *e = (struct entry){.arena = i->arena, .in = i->in, .out = i->out, .issuer = &issuer};
    e->end = &e->first; /* without the topic "sanction" of entry_new */
    e->entity = record_new(i->arena, schema_of(i), entry_slug(i->arena, kinds[i->kind].prefix, id));
    e->entity->line = i->line;
    i->e = e;
    return NULL;
}

static struct tocsin_err *fill(struct interpol *i)
{
    TRY(begin(i));
    add_kind(i);
    TRY(add_names(i));
    TRY(add_members(i));
    TRY(add_aliases(i));
    TRY(add_addresses(i, "adresses"));
    TRY(add_addresses(i, "addresses"));
    TRY(add_associates(i));
    TRY(add_warrants(i));
    TRY(add_un(i));
    return record_finish(i->e->entity);
}

/* Word for word as before? */
static bool again(struct interpol *i)
{
    char *text = json_dumps(i->json, JSON_COMPACT | JSON_SORT_KEYS);
    uint64_t content = span_hash(span_of(text));
    bool made;
    uint64_t *slot = map_slot(i->seen, i->e->entity->id, &made);
    bool same = !made && *slot == content;
    *slot = content;
    free(text);
    return same;
}

static void name_list(struct interpol *i)
{
    if (!i->told)
        emit_dataset(i->out, span_of(kinds[i->kind].dataset));
    else if (i->told != i->kind)
        emit_note(i->out, "notices of several kinds in one file");
    i->told = i->told ? i->told : i->kind;
}

static struct tocsin_err *read_notice(struct interpol *i, json_t *notice, uint64_t line)
{
    arena_reset(i->arena);
    i->json = notice;
    i->line = line;
    struct tocsin_err *err = fill(i);
    if (err)
        return emit_bad(i->out, err_at(err, reader_name(i->in), line, 0, NULL));
    name_list(i);
    note_unknown(i, notice);
    return again(i) ? NULL : entry_emit(i->e);
}

/* ---- documents ----------------------------------------------------------------------------- */

/* A piece of the text: the document, or a value in it. */
struct piece {
    struct span text; /* p NULL: not found again (escaped names); it counts as the whole */
    uint64_t line;    /* of its first byte */
};

static uint64_t lines_before(struct span s, const char *at)
{
    uint64_t n = 0;
    for (const char *p = s.p; p < at; p++)
        n += *p == '\n';
    return n;
}

static struct piece inner(struct piece in, struct span text)
{
    if (!text.p || !in.text.p)
        return (struct piece){{NULL, 0}, in.line};
    return (struct piece){text, in.line + lines_before(in.text, text.p)};
}

static struct tocsin_err *read_value(struct interpol *i, json_t *value, struct piece at, int depth);

static struct tocsin_err *read_list(struct interpol *i, json_t *list, struct piece at, int depth)
{
    struct piece here = at;
    struct span rest = at.text, text;
    bool known = rest.p && json_open(&rest, '[');
    for (size_t n = 0; n < json_array_size(list); n++) {
        if (known && json_element(&rest, &text)) {
            /* From one to the next: counting from the start each time would be slow. */
            here = (struct piece){text, here.line + lines_before(here.text, text.p)};
            TRY(read_value(i, json_array_get(list, n), here, depth));
        } else {
            TRY(read_value(i, json_array_get(list, n), (struct piece){{NULL, 0}, at.line}, depth));
        }
    }
    return NULL;
}

/* A search answer, a list, or a notice. */
static struct tocsin_err *read_value(struct interpol *i, json_t *value, struct piece at, int depth)
{
    json_t *embedded = json_object_get(value, "_embedded");
    json_t *notices = json_object_get(embedded, "notices");
    if (json_is_array(value) && depth < 2)
        return read_list(i, value, at, depth + 1);
    if (!notices)
        return read_notice(i, value, at.line);
    if (!json_is_array(notices))
        return emit_bad(i->out, entry_error(i->in, "notices", at.line, "must be a list"));
    struct piece list = inner(at, json_find(at.text, "_embedded"));
    list = inner(list, json_find(list.text, "notices"));
    return read_list(i, notices, list, 2);
}

/* Where the next line that begins an object begins; s.n when there is none. */
static size_t next_object(struct span s)
{
    for (size_t i = 0; i + 1 < s.n; i++)
        if (s.p[i] == '\n' && s.p[i + 1] == '{')
            return i + 1;
    return s.n;
}

static struct tocsin_err *syntax(struct interpol *i, const json_error_t *error, struct piece at)
{
    uint64_t line = at.line + (error->line > 1 ? (uint64_t)error->line - 1 : 0);
    struct tocsin_err *err = err_new(TOCSIN_ERR_PARSE, "not JSON: %s", error->text);
    return err_at(err, reader_name(i->in), line, error->column > 0 ? (uint64_t)error->column : 0,
                  NULL);
}

static struct tocsin_err *cut_short(struct interpol *i, struct tocsin_err *err)
{
    uint64_t line = tocsin_err_place(err).line;
    err = err_because(err, "the file ends inside a document: is it cut short?");
    return err_at(err, reader_name(i->in), line, 0, NULL);
}

/* Not at the end of an object or list, with nothing behind. */
static bool is_cut(const json_error_t *error, struct span text)
{
    if (json_error_code(error) == json_error_premature_end_of_input)
        return true;
    bool whole = span_ends(text, SPAN("}")) || span_ends(text, SPAN("]"));
    return !whole && next_object(text) == text.n;
}

/* One document off the front of '*at'. Behind one that is no JSON it goes on at the next line that
 * looks like a beginning. */
static struct tocsin_err *read_document(struct interpol *i, struct piece *at)
{
    json_error_t error;
    json_t *value = json_loadb(at->text.p, at->text.n,
                               JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK, &error);
    size_t n = value ? (size_t)error.position : next_object(at->text);
    struct tocsin_err *err;
    if (value) {
        err = read_value(i, value, *at, 0);
    } else {
        err = syntax(i, &error, *at);
        err = is_cut(&error, at->text) ? cut_short(i, err) : emit_bad(i->out, err);
    }
    json_decref(value);
    at->line += lines_before(at->text, at->text.p + n);
    at->text = span_from(at->text, n);
    return err;
}

static struct piece skip_blanks(struct piece at)
{
    struct span text = span_trim(at.text);
    if (text.n)
        at.line += lines_before(at.text, text.p);
    at.text = text;
    return at;
}

static struct tocsin_err *read_all(struct reader *in, struct buf *out)
{
    char block[1 << 14];
    size_t got;
    do {
        TRY(reader_read(in, block, sizeof(block), &got));
        buf_put(out, block, got);
    } while (got && !out->full);
    if (!out->full)
        return NULL;
    return err_at(err_new(TOCSIN_ERR_LIMIT, "LIMIT_LINE: notices of more than %zu bytes",
                          (size_t)LIMIT_LINE), reader_name(in), 0, 0, NULL);
}

static struct tocsin_err *read_documents(struct interpol *i, struct span text)
{
    struct piece at = skip_blanks((struct piece){text, 1});
    if (!at.text.n)
        return err_at(err_new(TOCSIN_ERR_FORMAT, "the file is empty"), reader_name(i->in), 0, 0,
                      NULL);
    while (at.text.n) {
        TRY(read_document(i, &at));
        at = skip_blanks(at);
    }
    return NULL;
}

struct tocsin_err *interpol_parse(struct source *in, struct emitter *out)
{
    struct interpol i = {.in = source_reader(in, ""), .out = out};
    struct buf text = buf_max(LIMIT_LINE);
    struct tocsin_err *err = read_all(i.in, &text);
    i.arena = arena_new();
    i.seen = map_new();
    if (!err)
        err = read_documents(&i, buf_view(&text));
    arena_free(i.arena);
    map_free(i.seen);
    buf_free(&text);
    return err;
}

/* The head may end anywhere in the document. */
bool interpol_sniff(struct span head)
{
    struct span first = head;
    if (json_open(&head, '[') && !json_element(&head, &first))
        return false;
    return json_find(first, "entity_id").p || json_find(json_find(first, "_embedded"), "notices").p;
}
