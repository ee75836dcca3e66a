/* SPDX-License-Identifier: Apache-2.0
 *
 * The sample, the head, and the questions.
 */
#include "index.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <xxhash.h>

#include "match/match.h"

/* ---- the sample ------------------------------------------------------------------------------ */

struct listed {
    enum schema schema;
    const char *id, *value[6][2];
};

static const struct listed list[] = {
    {SCHEMA_Person, "p-1",
     {{"name", "Quentabri Ferdik"}, {"alias", "Квентабри Фердик"}, {"birthDate", "1961-03"},
      {"nationality", "mt"}, {"topics", "sanction"}, {"passportNumber", "QX4471902"}}},
    {SCHEMA_Person, "p-2",
     {{"name", "Abu Ferdik al-Ostrani"}, {"alias", "أبو فرديك الأستراني"}, {"birthDate", "1958/1963"},
      {"country", "ly"}, {"address", "12 Gravel Quay, Valletta"}, {"topics", "role.pep"}}},
    {SCHEMA_Company, "c-1",
     {{"name", "Ostran Gravel Trading Company Limited"}, {"alias", "OGTC Ltd"},
      {"jurisdiction", "cy"}, {"registrationNumber", "HE 338814"}, {"topics", "sanction"}}},
    {SCHEMA_Vessel, "v-1",
     {{"name", "Gravel Star 2"}, {"imoNumber", "IMO 9074729"}, {"flag", "pa"}}},
    {SCHEMA_Person, "p-3", {{"name", "大山 花子"}, {"alias", "Oyama Hanako"}, {"gender", "female"}}},
};

static struct record *make(struct arena *a, const struct listed *l)
{
    struct record *r = record_new(a, l->schema, span_of(l->id));
    for (size_t i = 0; i < ARRAY_LEN(l->value) && l->value[i][0]; i++)
        (void)record_add(r, prop_find(span_of(l->value[i][0])), span_of(l->value[i][1]));
    fuzz_err(record_finish(r));
    return r;
}

static void add(struct index_builder *b, struct arena *a, const struct listed *l)
{
    struct record *r = make(a, l);
    struct subject s;
    size_t n;
    const struct value *topics = record_values(r, PROP_topics, &n);
    struct span topic = n ? topics->text : SPAN("");
    subject_make(a, r, &s);
    fuzz_err(index_builder_add(b, &s, r->id, &topic, n ? 1 : 0));
}

static struct buf build(void)
{
    struct index_builder *b = index_builder_new();
    struct arena *a = arena_new();
    struct buf out = {0};
    char path[512];
    for (size_t i = 0; i < ARRAY_LEN(list); i++)
        add(b, a, &list[i]);
    snprintf(path, sizeof(path), "%s/sample", fuzz_folder());
    fuzz_err(index_builder_write(b, path, SPAN("sample 1")));
    fuzz_err(file_read(path, (size_t)1 << 24, &out));
    unlink(path);
    MUST(out.n > sizeof(struct disk_section) * SECTION_COUNT);
    arena_free(a);
    index_builder_free(b);
    return out;
}

struct span index_sample(void)
{
    static struct buf sample;
    if (!sample.n)
        sample = build();
    return buf_view(&sample);
}

/* ---- the head -------------------------------------------------------------------------------- */

void index_fix_head(char *bytes, size_t n)
{
    const size_t table = SECTION_COUNT * sizeof(struct disk_section), head = SEGMENT_HEAD + table;
    uint32_t version = SEGMENT_VERSION, mark = 0x01020304;
    uint64_t stamp = word_stamp(), length = n;
    if (n < head)
        return;
    XXH3_state_t *state = XXH3_createState();
    XXH3_64bits_reset(state);
    XXH3_64bits_update(state, bytes + head, n - head);
    XXH3_64bits_update(state, bytes + SEGMENT_HEAD, table);
    uint64_t hash = XXH3_64bits_digest(state);
    XXH3_freeState(state);
    memcpy(bytes, SEGMENT_MAGIC, 8);
    memcpy(bytes + 8, &version, 4);
    memcpy(bytes + 12, &mark, 4);
    memcpy(bytes + 16, &hash, 8);
    memcpy(bytes + 24, &stamp, 8);
    memcpy(bytes + 32, &length, 8);
}

/* ---- the questions --------------------------------------------------------------------------- */

static const struct listed questions[] = {
    {SCHEMA_Person, "",
     {{"name", "Kventabry Ferdyk"}, {"birthDate", "1961"}, {"nationality", "Malta"},
      {"passportNumber", "QX4471902"}}},
    {SCHEMA_Company, "", {{"name", "Ostran Gravel Trade Co Ltd"}, {"alias", "OGTC"}}},
    {SCHEMA_Thing, "", {{"name", "Gravelstar 2 أبو فرديك"}}},
    {SCHEMA_Person, "", {{"name", "大山"}, {"alias", "Hanako Ooyama"}, {"gender", "female"}}},
};

static void look_at(const struct index *x, const struct candidate *c, const struct subject *q,
                    struct match_work *w, struct arena *a)
{
    struct subject found, whole;
    struct match m;
    MUST(c->names_n <= INDEX_CANDIDATE_NAMES && c->segment < index_segments(x));
    index_view(x, c, false, a, &found);
    index_view(x, c, true, a, &whole);
    match_score(match_profile_find(NULL), q, &whole, w, &m);
    MUST(m.score >= 0 && m.score <= 1);
    (void)span_hash(index_id(x, c));
}

static void ask(const struct index *x, struct index_scratch *scratch, const struct record *r,
                struct arena *a)
{
    static const struct span topics[] = {{"sanction", 8}, {"role.pep", 8}};
    struct index_filter filter = {.topics = topics, .topics_n = ARRAY_LEN(topics)};
    struct candidate found[INDEX_CANDIDATES];
    struct match_work *w = match_work_new();
    struct subject q;
    subject_make(a, r, &q);
    index_weigh(x, &q);
    match_work_begin(w);
    size_t n = index_search(x, &q, NULL, scratch, found, INDEX_CANDIDATES);
    MUST(n <= INDEX_CANDIDATES);
    for (size_t i = 0; i < n; i++)
        look_at(x, &found[i], &q, w, a);
    MUST(index_search(x, &q, &filter, scratch, found, 3) <= 3);
    struct buf told = {0};
    index_explain(x, &q, scratch, &told);
    buf_free(&told);
    match_work_free(w);
}

static void ask_all(const struct index *x)
{
    struct index_scratch *scratch = index_scratch_new();
    struct arena *a = arena_new();
    struct candidate c;
    for (size_t i = 0; i < ARRAY_LEN(questions); i++)
        ask(x, scratch, make(a, &questions[i]), a);
    for (size_t i = 0; i < ARRAY_LEN(list); i++)
        (void)index_find(x, span_of(list[i].id), &c);
    (void)index_count(x, 0);
    (void)index_stamp(x, 0);
    struct tocsin_err *err = index_verify(x, 0);
    MUST(!err);
    index_scratch_free(scratch);
    arena_free(a);
}

void index_try(struct span bytes)
{
    struct index_source source = {fuzz_file("words", bytes), "list"};
    struct index *x = NULL;
    struct tocsin_err *err = index_open(&source, 1, &x);
    if (!err)
        ask_all(x);
    fuzz_err(err);
    index_close(x);
}
