/* SPDX-License-Identifier: Apache-2.0
 *
 * run_cases: verdicts that read like sentences.
 *
 * A case file has one case a line. What stands behind a # is for the reader:
 *
 *   person "Ferdik Quentabri" born 1961 is "QUENTABRI, Ferdik" born 1961-03-14   # a list's order
 *   company "Quentabry GmbH" is not "Quentabry Shipping GmbH"
 *   person "Ferdik Quentabri" is nearer to "Ferdik Quentabry" than to "Ferdik Quartaby"
 *
 *   case      ["under" PROFILE] SCHEMA entity VERB entity ["than to" entity]
 *   SCHEMA    person, company, organisation, vessel, aircraft, entity, thing
 *   VERB      is               a match: 0.70 and more
 *             is not           no match
 *             is the same as   1.00
 *             is surely        a match of 0.85 and more
 *             is nearer to     scores more than what stands behind "than to"
 *   entity    [SCHEMA] ["name"] field ...      a text may stand in double quotes, with \" inside
 *   field     also N, once N, weakly N    an alias, a former name, a weak alias
 *             born D, founded D, built D  dates, as lists write them
 *             from C                      a country; several with commas: mt,it
 *             male, female, other         gender
 *             at A                        an address
 *             with P V                    any property of the schema: with imoNumber 9074729
 *
 * A line that is only "under PROFILE" holds for the lines behind it. Each case is asked both ways
 * round, for a verdict must not hang on who is the query; the two scores may differ only where a
 * weak alias stands, which counts on the listed side alone.
 *
 *   run_cases FILE ...             one TAP line a case
 *   run_cases --unreadable FILE    each line must be refused, for the reason behind its #
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "match/match.h"

static const double LINE = 0.70, SURE = 0.85, SAME_BOTH_WAYS = 0.0005;

enum verb { VERB_IS, VERB_IS_NOT, VERB_SAME, VERB_SURELY, VERB_NEARER };

struct entity {
    struct record *record;
    struct subject subject;
    bool weak;
};

struct a_case {
    struct span text; /* without the comment */
    const struct match_profile *profile;
    enum verb verb;
    struct entity left, right, third;
};

struct runner {
    struct arena *arena;
    struct match_work *work;
    const struct match_profile *profile;
    const char *file;
    unsigned long line, cases, failed;
};

/* ---- words of a line ------------------------------------------------------------------------- */

struct reader {
    struct arena *arena;
    struct span rest;
    const char *start, *at; /* of the line, of the word at hand */
    struct span word;       /* its p is NULL at the end of the line */
    bool quoted;
};

static struct tocsin_err *refuse(const struct reader *r, const char *why, struct span what)
{
    struct tocsin_err *err = what.n ? err_new(TOCSIN_ERR_PARSE, "%s: %.*s", why, SPAN_ARG(what))
                                    : err_new(TOCSIN_ERR_PARSE, "%s", why);
    return err_at(err, NULL, 0, (size_t)(r->at - r->start) + 1, NULL);
}

static struct tocsin_err *quoted_word(struct reader *r)
{
    char *out = arena_alloc(r->arena, r->rest.n + 1);
    size_t n = 0, i = 1;
    for (; i < r->rest.n && r->rest.p[i] != '"'; i++) {
        if (r->rest.p[i] == '\\' && i + 1 < r->rest.n && r->rest.p[i + 1] == '"')
            i++;
        out[n++] = r->rest.p[i];
    }
    if (i == r->rest.n)
        return refuse(r, "the quotation mark is not closed", (struct span){0});
    r->rest = span_from(r->rest, i + 1);
    r->word = (struct span){out, n};
    r->quoted = true;
    return NULL;
}

static struct tocsin_err *next_word(struct reader *r)
{
    while (r->rest.n > 0 && (r->rest.p[0] == ' ' || r->rest.p[0] == '\t'))
        r->rest = span_from(r->rest, 1);
    r->quoted = false;
    r->at = r->rest.p;
    r->word = (struct span){0};
    if (r->rest.n == 0)
        return NULL;
    if (r->rest.p[0] == '"')
        return quoted_word(r);
    size_t n = span_find(r->rest, ' ');
    r->word = span_slice(r->rest, 0, n);
    r->rest = span_from(r->rest, n);
    return NULL;
}

static bool at_word(const struct reader *r, const char *word)
{
    return r->word.p && !r->quoted && span_eq(r->word, span_of(word));
}

/* The line up to a # that stands outside of quotation marks. */
static struct span without_comment(struct span line, struct span *comment)
{
    bool inside = false;
    for (size_t i = 0; i < line.n; i++) {
        if (line.p[i] == '"' && (i == 0 || line.p[i - 1] != '\\'))
            inside = !inside;
        if (line.p[i] == '#' && !inside) {
            *comment = span_trim(span_from(line, i + 1));
            return span_trim(span_slice(line, 0, i));
        }
    }
    *comment = (struct span){0};
    return span_trim(line);
}

/* ---- entities -------------------------------------------------------------------------------- */

static const struct kind {
    const char *word;
    enum schema schema;
} kinds[] = {
    {"person", SCHEMA_Person}, {"company", SCHEMA_Company},   {"organisation", SCHEMA_Organization},
    {"vessel", SCHEMA_Vessel}, {"aircraft", SCHEMA_Airplane}, {"entity", SCHEMA_LegalEntity},
    {"thing", SCHEMA_Thing},
};

static enum schema kind_at(const struct reader *r)
{
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if (at_word(r, kinds[i].word))
            return kinds[i].schema;
    return SCHEMA_NONE;
}

static const struct field {
    const char *word;
    enum prop prop;
} fields[] = {
    {"also", PROP_alias},     {"once", PROP_previousName}, {"weakly", PROP_weakAlias},
    {"born", PROP_birthDate}, {"built", PROP_buildDate},   {"founded", PROP_incorporationDate},
    {"from", PROP_country},   {"at", PROP_address},
};

static struct tocsin_err *add(struct reader *r, struct record *record, enum prop prop)
{
    TRY(next_word(r));
    if (!r->word.p)
        return refuse(r, "a value is missing", (struct span){0});
    enum add added = prop == PROP_country ? record_add_countries(record, prop, r->word)
                                          : record_add(record, prop, r->word);
    if (added == ADD_FOREIGN)
        return refuse(r, "such an entity has no such field", span_of(prop_name(prop)));
    if (added != ADD_OK)
        return refuse(r, "the value is not understood", r->word);
    return next_word(r);
}

/* One field, if one stands here. */
static struct tocsin_err *read_field(struct reader *r, struct entity *e, bool *found)
{
    *found = true;
    for (size_t i = 0; i < ARRAY_LEN(fields); i++)
        if (at_word(r, fields[i].word)) {
            e->weak |= fields[i].prop == PROP_weakAlias;
            return add(r, e->record, fields[i].prop);
        }
    if (at_word(r, "male") || at_word(r, "female") || at_word(r, "other")) {
        if (record_add(e->record, PROP_gender, r->word) != ADD_OK)
            return refuse(r, "such an entity has no gender", (struct span){0});
        return next_word(r);
    }
    if (at_word(r, "with")) {
        TRY(next_word(r));
        enum prop prop = prop_find(r->word);
        if (prop == PROP_NONE)
            return refuse(r, "there is no such property", r->word);
        e->weak |= prop == PROP_weakAlias;
        return add(r, e->record, prop);
    }
    *found = false;
    return NULL;
}

static struct tocsin_err *read_entity(struct reader *r, enum schema *schema, struct entity *e)
{
    bool more = true, named = false;
    if (kind_at(r) != SCHEMA_NONE) {
        *schema = kind_at(r);
        TRY(next_word(r));
    }
    if (*schema == SCHEMA_NONE)
        return refuse(r, "a case begins with what is compared", r->word);
    e->record = record_new(r->arena, *schema, SPAN("case"));
    if (r->word.p && r->quoted) {
        if (record_add(e->record, PROP_name, r->word) != ADD_OK)
            return refuse(r, "this is no name", r->word);
        named = true;
        TRY(next_word(r));
    }
    while (more) {
        TRY(read_field(r, e, &more));
        named |= more;
    }
    if (!named)
        return refuse(r, "a name in quotation marks is missing", r->word);
    TRY(record_finish(e->record));
    subject_make(r->arena, e->record, &e->subject);
    return NULL;
}

/* ---- cases ----------------------------------------------------------------------------------- */

/* "is", "is not", "is the same as", "is surely", "is nearer to" */
static struct tocsin_err *read_verb(struct reader *r, enum verb *verb)
{
    static const struct {
        const char *words[4];
        enum verb verb;
    } verbs[] = {
        {{"not"}, VERB_IS_NOT},
        {{"the", "same", "as"}, VERB_SAME},
        {{"surely"}, VERB_SURELY},
        {{"nearer", "to"}, VERB_NEARER},
    };
    if (!at_word(r, "is"))
        return refuse(r, "neither a field nor \"is\"", r->word);
    TRY(next_word(r));
    *verb = VERB_IS;
    for (size_t i = 0; i < ARRAY_LEN(verbs); i++) {
        if (!at_word(r, verbs[i].words[0]))
            continue;
        *verb = verbs[i].verb;
        for (size_t k = 0; k < 4 && verbs[i].words[k]; k++) {
            if (!at_word(r, verbs[i].words[k]))
                return refuse(r, "the verb is not finished", span_of(verbs[i].words[k]));
            TRY(next_word(r));
        }
    }
    return NULL;
}

static struct tocsin_err *read_than(struct reader *r, enum schema schema, struct a_case *c)
{
    if (!at_word(r, "than"))
        return refuse(r, "nearer than whom?", (struct span){0});
    TRY(next_word(r));
    if (!at_word(r, "to"))
        return refuse(r, "nearer than whom?", (struct span){0});
    TRY(next_word(r));
    return read_entity(r, &schema, &c->third);
}

static struct tocsin_err *read_profile(struct reader *r, const struct match_profile **out)
{
    TRY(next_word(r));
    const struct match_profile *p =
        r->word.p ? match_profile_find(arena_str(r->arena, r->word)) : NULL;
    if (!p || r->word.n == 0)
        return refuse(r, "there is no such profile", r->word);
    *out = p;
    return next_word(r);
}

/* '*found' is false for a line that holds no case: blank, a comment, "under PROFILE". */
static struct tocsin_err *read_case(struct runner *run, struct span line, struct a_case *c,
                                    bool *found)
{
    struct reader r = {.arena = run->arena, .rest = line, .start = line.p};
    enum schema schema = SCHEMA_NONE, right;
    *found = false;
    TRY(next_word(&r));
    if (!r.word.p)
        return NULL;
    c->text = line;
    c->profile = run->profile;
    if (at_word(&r, "under")) {
        TRY(read_profile(&r, &c->profile));
        if (!r.word.p) {
            run->profile = c->profile;
            return NULL;
        }
    }
    TRY(read_entity(&r, &schema, &c->left));
    TRY(read_verb(&r, &c->verb));
    right = schema;
    TRY(read_entity(&r, &right, &c->right));
    if (c->verb == VERB_NEARER)
        TRY(read_than(&r, schema, c));
    if (r.word.p)
        return refuse(&r, "too much in one line", r.word);
    *found = true;
    return NULL;
}

/* ---- verdicts -------------------------------------------------------------------------------- */

static double score(struct runner *run, const struct a_case *c, const struct entity *query,
                    const struct entity *listed, struct match *m)
{
    match_work_begin(run->work);
    match_score(c->profile, &query->subject, &listed->subject, run->work, m);
    return m->score;
}

static bool holds(const struct a_case *c, double scored, double third)
{
    switch (c->verb) {
    case VERB_IS:
        return scored >= LINE;
    case VERB_IS_NOT:
        return scored < LINE;
    case VERB_SAME:
        return scored >= 1;
    case VERB_SURELY:
        return scored >= SURE;
    case VERB_NEARER:
        return scored > third;
    }
    return false;
}

static void print_text(struct span s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '#') /* a directive, to a TAP reader */
            putchar('\\');
        putchar(s.p[i]);
    }
}

/* Why a case came out as it did: the features, and what met what. */
static void print_reasons(struct runner *run, const struct a_case *c, const struct match *m)
{
    struct reason *reasons;
    size_t n =
        match_reasons(c->profile, &c->left.subject, &c->right.subject, m, run->arena, &reasons);
    for (size_t i = 0; i < n; i++)
        printf("#   %s %+.2f %.*s\n", feature_row(reasons[i].feature)->name, reasons[i].score,
               SPAN_ARG(reasons[i].detail));
}

static void judge(struct runner *run, const struct a_case *c)
{
    struct match m, back, other = {0}, other_back;
    double there = score(run, c, &c->left, &c->right, &m);
    double home = score(run, c, &c->right, &c->left, &back);
    double third = 0, third_home = 0;
    if (c->verb == VERB_NEARER) {
        third = score(run, c, &c->left, &c->third, &other);
        third_home = score(run, c, &c->third, &c->left, &other_back);
    }
    bool weak = c->left.weak || c->right.weak || c->third.weak;
    bool even = weak || fabs(there - home) <= SAME_BOTH_WAYS;
    bool good = even && holds(c, there, third) && (weak || holds(c, home, third_home));
    run->cases++;
    run->failed += !good;
    printf("%s %lu - ", good ? "ok" : "not ok", run->cases);
    print_text(c->text);
    printf(" (%.2f%s", there, c->verb == VERB_NEARER ? "" : ")\n");
    if (c->verb == VERB_NEARER)
        printf(", %.2f)\n", third);
    if (good)
        return;
    printf("# %s:%lu: %.4f, the other way round %.4f\n", run->file, run->line, there, home);
    print_reasons(run, c, &m);
}

static void broken_line(struct runner *run, struct tocsin_err *err)
{
    run->cases++;
    run->failed++;
    printf("not ok %lu - %s:%lu can be read\n# %s\n", run->cases, run->file, run->line,
           tocsin_err_text(err));
    tocsin_err_free(err);
}

/* The line must be refused with a text that holds what its comment says. */
static void refused(struct runner *run, struct tocsin_err *err, struct span line,
                    struct span comment)
{
    bool good =
        err && comment.n > 0 &&
        span_find_span(span_of(tocsin_err_text(err)), comment) < strlen(tocsin_err_text(err));
    run->cases++;
    run->failed += !good;
    printf("%s %lu - refused: ", good ? "ok" : "not ok", run->cases);
    print_text(line);
    printf("\n");
    if (!good)
        printf("# %s:%lu: %s\n", run->file, run->line, err ? tocsin_err_text(err) : "it was read");
    tocsin_err_free(err);
}

/* The line up to its last #: here a quotation mark may be open. */
static struct span before_last_sign(struct span line, struct span *comment)
{
    size_t n = line.n;
    while (n > 0 && line.p[n - 1] != '#')
        n--;
    *comment = span_trim(span_from(line, n));
    return span_trim(span_slice(line, 0, n ? n - 1 : 0));
}

static void run_line(struct runner *run, struct span line, bool unreadable)
{
    struct a_case c = {0};
    struct span comment;
    bool found;
    line = unreadable ? before_last_sign(line, &comment) : without_comment(line, &comment);
    struct tocsin_err *err = read_case(run, line, &c, &found);
    err = err_at(err, run->file, run->line, 0, NULL);
    if (unreadable && line.n > 0)
        refused(run, err, line, comment);
    else if (err)
        broken_line(run, err);
    else if (found)
        judge(run, &c);
}

static bool run_file(struct runner *run, const char *path, bool unreadable)
{
    struct buf text = {0};
    struct span rest, line;
    struct tocsin_err *err = file_read(path, 1 << 22, &text);
    if (err) {
        printf("Bail out! %s\n", tocsin_err_text(err));
        tocsin_err_free(err);
        return false;
    }
    run->file = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    run->line = 0;
    run->profile = match_profile_find(NULL);
    rest = buf_view(&text);
    while (span_split(&rest, '\n', &line)) {
        run->line++;
        run_line(run, line, unreadable);
        arena_reset(run->arena);
    }
    buf_free(&text);
    return true;
}

int main(int argc, char **argv)
{
    struct runner run = {.arena = arena_new(), .work = match_work_new()};
    bool unreadable = argc > 1 && strcmp(argv[1], "--unreadable") == 0,
         fine = argc > 1 + unreadable;
    for (int i = 1 + unreadable; i < argc && fine; i++)
        fine = run_file(&run, argv[i], unreadable);
    if (fine)
        printf("1..%lu\n", run.cases);
    match_work_free(run.work);
    arena_free(run.arena);
    return !fine || run.failed > 0;
}
