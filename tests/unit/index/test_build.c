/* SPDX-License-Identifier: Apache-2.0
 *
 * Building: what goes into a segment comes out of it unchanged.
 */
#include <math.h>

#include "house.h"

static const float NEAR = 1e-4f;

/* ---- counts and labels ----------------------------------------------------------------------- */

static void an_index_of_no_segments_finds_nothing(void **state)
{
    struct house h;

    (void)state;
    house_open(&h, 0);
    house_index(&h);
    assert_int_equal(index_segments(h.index), 0);
    assert_int_equal(ASK_PERSON(&h, "name=Ferdik Quentabri"), 0);
    struct candidate c;
    assert_false(index_find(h.index, SPAN("p-1"), &c));
    house_close(&h);
}

static void a_segment_of_no_entities_can_be_opened_and_searched(void **state)
{
    struct house h;

    (void)state;
    house_open(&h, 1);
    house_index(&h);
    struct index_counts counts = index_count(h.index, 0);
    assert_int_equal(counts.entities + counts.names + counts.words + counts.postings, 0);
    assert_ok(index_verify(h.index, 0));
    assert_int_equal(ASK_PERSON(&h, "name=Ferdik Quentabri", "passportNumber=X1234567"), 0);
    house_close(&h);
}

static void an_entity_without_names_is_kept(void **state)
{
    struct house h;

    (void)state;
    house_open(&h, 1);
    house_put(&h, 0, entity(h.arena, SCHEMA_Person, "bare", NULL));
    PUT_PERSON(&h, "dated", "birthDate=1961");
    PUT_PERSON(&h, "p-1", "name=Ferdik Quentabri");
    house_index(&h);
    assert_int_equal(index_count(h.index, 0).entities, 3);
    assert_int_equal(index_count(h.index, 0).names, 1);
    struct candidate c;
    struct subject s;
    assert_true(index_find(h.index, SPAN("dated"), &c));
    index_view(h.index, &c, true, h.arena, &s);
    assert_int_equal(s.names_n, 0);
    assert_int_equal(s.dates_n, 1);
    assert_int_equal(ASK_PERSON(&h, "name=Ferdik Quentabri"), 1);
    house_close(&h);
}

static void a_segment_counts_what_it_holds(void **state)
{
    struct house h;

    (void)state;
    house_open(&h, 1);
    PUT_PERSON(&h, "p-1", "name=Ferdik Quentabri", "alias=Fred Quentabri");
    PUT_PERSON(&h, "p-2", "name=Orlim Quentabri Quentabri");
    house_index(&h);
    struct index_counts counts = index_count(h.index, 0);
    assert_int_equal(counts.entities, 2);
    assert_int_equal(counts.names, 3);
    assert_int_equal(counts.words, 4);
    assert_int_equal(counts.postings, 6); /* a word twice in one name is one posting */
    assert_true(counts.keys > counts.words);
    assert_int_equal(counts.pairs, 0); /* no word is common here */
    struct buf file = {0};
    assert_ok(file_read(h.paths[0], 1 << 20, &file));
    assert_int_equal(counts.bytes, file.n);
    buf_free(&file);
    house_close(&h);
}

static void dataset_and_stamp_are_kept_per_segment(void **state)
{
    struct house h;

    (void)state;
    house_open(&h, 3);
    PUT(&h, 1, SCHEMA_Person, "p-1", "name=Ferdik Quentabri");
    house_index(&h);
    assert_int_equal(index_segments(h.index), 3);
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(index_dataset(h.index, i), h.datasets[i]);
        assert_span(index_stamp(h.index, i), SPAN("generation 1"));
        assert_ok(index_verify(h.index, i));
    }
    house_close(&h);
}

static void an_empty_stamp_and_the_longest_id_are_kept(void **state)
{
    struct house h;
    struct candidate c;
    char id[LIMIT_ID + 1];

    (void)state;
    house_open(&h, 1);
    memset(id, 'x', LIMIT_ID);
    id[LIMIT_ID] = 0;
    PUT_PERSON(&h, id, "name=Ferdik Quentabri");
    assert_ok(index_builder_write(h.builders[0], h.paths[0], (struct span){"", 0}));
    struct index_source source = {h.paths[0], "list"};
    assert_ok(index_open(&source, 1, &h.index));
    assert_int_equal(index_stamp(h.index, 0).n, 0);
    assert_true(index_find(h.index, span_of(id), &c));
    assert_span(index_id(h.index, &c), span_of(id));
    house_close(&h);
}

static void each_entity_is_found_by_its_id(void **state)
{
    struct house h;
    struct candidate c;

    (void)state;
    house_open(&h, 2);
    PUT(&h, 0, SCHEMA_Person, "p-1", "name=Ferdik Quentabri");
    PUT(&h, 0, SCHEMA_Company, "c-1", "name=Quentabry Lines");
    PUT(&h, 1, SCHEMA_Vessel, "v-1", "name=Grey Heron");
    house_index(&h);
    assert_true(index_find(h.index, SPAN("c-1"), &c));
    assert_int_equal(c.segment, 0);
    assert_true(index_find(h.index, SPAN("v-1"), &c));
    assert_int_equal(c.segment, 1);
    assert_span(index_id(h.index, &c), SPAN("v-1"));
    assert_false(index_find(h.index, SPAN("v-2"), &c));
    assert_false(index_find(h.index, SPAN(""), &c));
    house_close(&h);
}

/* ---- writing --------------------------------------------------------------------------------- */

/* The memory that a builder gets is full of what stood there before: none of it may come along. */
static void dirty_memory(void)
{
    void *blocks[64];

    for (size_t i = 0; i < ARRAY_LEN(blocks); i++)
        blocks[i] = memset(mem_alloc(i << 6), (int)(0x55 + i), i << 6);
    for (size_t i = 0; i < ARRAY_LEN(blocks); i++)
        mem_free(blocks[i]);
}

static void the_same_content_makes_the_same_bytes(void **state)
{
    struct house h;
    struct buf a = {0}, b = {0};

    (void)state;
    house_open(&h, 2);
    for (size_t i = 0; i < 2; i++) {
        PUT(&h, i, SCHEMA_Person, "p-1", "name=Ferdik Quentabri", "topics=sanction",
            "birthDate=1961", "birthDate=circa 1958/1963", "passportNumber=X1234567");
        dirty_memory();
        PUT(&h, i, SCHEMA_Company, "c-1", "name=Quentabry Lines GmbH", "jurisdiction=mt",
            "incorporationDate=1999-05", "address=12 Harbour Lane, Valletta");
    }
    house_index(&h);
    assert_ok(file_read(h.paths[0], 1 << 20, &a));
    assert_ok(file_read(h.paths[1], 1 << 20, &b));
    assert_span(buf_view(&a), buf_view(&b));
    buf_free(&a);
    buf_free(&b);
    house_close(&h);
}

static void a_folder_that_is_not_there_is_an_error(void **state)
{
    struct index_builder *b = index_builder_new();

    (void)state;
    assert_code(index_builder_write(b, "/nonexistent/folder/x.index", SPAN("1")),
                TOCSIN_ERR_NOT_FOUND);
    index_builder_free(b);
    index_builder_free(NULL);
}

static void an_index_that_is_open_outlives_its_replacement(void **state)
{
    struct house h;

    (void)state;
    house_open(&h, 1);
    PUT_PERSON(&h, "p-1", "name=Ferdik Quentabri");
    house_index(&h);
    struct index_builder *other = index_builder_new();
    assert_ok(index_builder_write(other, h.paths[0], SPAN("generation 2")));
    index_builder_free(other);
    assert_int_equal(ASK_PERSON(&h, "name=Ferdik Quentabri"), 1);
    assert_span(index_stamp(h.index, 0), SPAN("generation 1"));
    assert_ok(index_verify(h.index, 0));
    house_close(&h);
}

/* ---- a view is the subject that was put in --------------------------------------------------- */

static void assert_tokens(const struct token *got, const struct token *put)
{
    assert_span(got->form, put->form);
    assert_span(got->latin, put->latin);
    if (put->number < 0)
        assert_span(got->skel, put->skel);
    if (got->classes != put->classes)
        print_error("%.*s: classes %x, not %x\n", SPAN_ARG(put->form), got->classes, put->classes);
    assert_int_equal(got->classes, put->classes);
    assert_int_equal(got->letters, put->letters);
    assert_int_equal(got->number, put->number);
    assert_int_equal(got->script, put->script);
    assert_ptr_equal(got->word, put->word);
    assert_int_equal(got->df, put->df);
    assert_float_equal(got->weight, put->weight, NEAR);
}

static void assert_names(const struct subject *got, const struct subject *put)
{
    assert_int_equal(got->names_n, put->names_n);
    for (size_t i = 0; i < put->names_n; i++) {
        const struct name *g = &got->names[i], *p = &put->names[i];

        assert_int_equal(g->n, p->n);
        assert_int_equal(g->kind, p->kind);
        assert_int_equal(g->quality, p->quality);
        for (size_t k = 0; k < p->n; k++)
            assert_tokens(&g->tokens[k], &p->tokens[k]);
    }
}

static void assert_facts(const struct subject *got, const struct subject *put)
{
    assert_int_equal(got->dates_n, put->dates_n);
    for (size_t i = 0; i < put->dates_n; i++) {
        assert_int_equal(got->dates[i].from, put->dates[i].from);
        assert_int_equal(got->dates[i].to, put->dates[i].to);
        assert_int_equal(got->dates[i].precision, put->dates[i].precision);
        assert_int_equal(got->dates[i].circa, put->dates[i].circa);
    }
    assert_int_equal(got->countries_n, put->countries_n);
    for (size_t i = 0; i < put->countries_n; i++)
        assert_int_equal(got->countries[i], put->countries[i]);
    assert_int_equal(got->addresses_n, put->addresses_n);
    for (size_t i = 0; i < put->addresses_n; i++)
        assert_span(got->addresses[i], put->addresses[i]);
}

static void assert_idents(const struct subject *got, const struct subject *put)
{
    assert_int_equal(got->idents_n, put->idents_n);
    for (size_t i = 0; i < put->idents_n; i++) {
        assert_true(got->idents[i].hash == put->idents[i].hash);
        assert_int_equal(got->idents[i].prop, put->idents[i].prop);
        assert_int_equal(got->idents[i].format, put->idents[i].format);
        assert_int_equal(got->idents[i].valid, put->idents[i].valid);
    }
}

static void assert_same_subject(const struct subject *got, const struct subject *put)
{
    assert_int_equal(got->schema, put->schema);
    assert_int_equal(got->kind, put->kind);
    assert_int_equal(got->genders, put->genders);
    assert_names(got, put);
    assert_facts(got, put);
    assert_idents(got, put);
}

static void assert_view(struct house *h, const struct record *r)
{
    struct subject put = subject_of(h->arena, r), got;
    struct candidate c;

    index_weigh(h->index, &put);
    assert_true(index_find(h->index, r->id, &c));
    index_view(h->index, &c, true, h->arena, &got);
    assert_same_subject(&got, &put);
}

static void a_view_has_all_that_was_put_in(void **state)
{
    struct house h;
    struct record *rows[4];

    (void)state;
    house_open(&h, 1);
    rows[0] = entity(h.arena, SCHEMA_Person, "p-1", "name=QUENTABRI, Dr. Ferdik J. al-Orlim Jr.",
                     "alias=Фердик Квентабри", "alias=王小明", "weakAlias=Zorro",
                     "birthDate=circa 1961", "birthDate=1958/1963", "birthDate=1960-02",
                     "birthDate=1000", "birthDate=2999-12-31", "nationality=mt", "address=Quay 3",
                     "address=Gravel Row 4", "address=Harbour 5", "idNumber=A77123",
                     "taxNumber=T556677", "socialSecurityNumber=S9988123",
                     "country=suhh", "gender=male", "gender=female", "passportNumber=X1234567",
                     "address=12 Harbour Lane, Valletta", NULL);
    rows[1] = entity(h.arena, SCHEMA_Company, "c-1", "name=Quentabry & Sons Hong Kong GmbH No. 17",
                     "previousName=Quentabry Forty Four Ltd", "leiCode=ZALMORALINES00000173",
                     "jurisdiction=hk", "incorporationDate=1999-05", NULL);
    rows[2] = entity(h.arena, SCHEMA_Vessel, "v-1", "name=MV Grey Heron 3", "imoNumber=9074729",
                     "imoNumber=9074728", "flag=pa", "buildDate=2004-02-29", NULL);
    rows[3] = entity(h.arena, SCHEMA_LegalEntity, "e-1", "name=Quentabry bin Orlim S.A.",
                     "topics=sanction", NULL);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        house_put(&h, 0, rows[i]);
    house_index(&h);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_view(&h, rows[i]);
    house_close(&h);
}

static void a_part_of_a_view_has_the_names_that_were_found(void **state)
{
    struct house h;
    struct subject s;

    (void)state;
    house_open(&h, 1);
    PUT_PERSON(&h, "p-1", "name=Temsad Brolin", "alias=Orlim Vantermark", "alias=Ferdik Quentabri");
    house_index(&h);
    assert_int_equal(ASK_PERSON(&h, "name=Ferdik Quentabri"), 1);
    index_view(h.index, &h.found[0], false, h.arena, &s);
    assert_in_range(s.names_n, 1, 2);
    assert_span(s.names[0].tokens[0].form, SPAN("ferdik"));
    index_view(h.index, &h.found[0], true, h.arena, &s);
    assert_int_equal(s.names_n, 3);
    house_close(&h);
}

/* ---- random entities ------------------------------------------------------------------------- */

static const char *const pieces[] = {
    "Ferdik",   "QUENTABRI", "O'Dunleavy", "J.",       "J.-C.",   "Dr.",     "von",    "al-",
    "bin",      "Abu",       "Jr",         "III",      ",",       "/",       "&",      "Mohammed",
    "محمد",     "الراوي",    "Иван",       "Петренко", "王小明",  "김민호",  "タナカ", "राजेश",
    "Γεώργιος", "Forty",     "Four",       "GmbH",     "Limited", "Company", "the",    "Hong",
    "Kong",     "A/S",       "ООО",        "Straße",   "Group",   "Bank",    "Three",  "First",
    "Hafez",    "Berlin",    "x",
};

static void random_text(struct chance *c, struct arena *a, struct record *r, enum prop prop)
{
    struct buf b = {0};

    for (size_t n = 1 + chance_below(c, 5); n > 0; n--) {
        if (chance_below(c, 2))
            buf_span(&b, chance_word(c, a, 2 + chance_below(c, 8)));
        else
            buf_str(&b, pieces[chance_below(c, ARRAY_LEN(pieces))]);
        buf_str(&b, chance_below(c, 6) ? " " : "");
    }
    (void)record_add(r, prop, buf_view(&b));
    buf_free(&b);
}

static struct record *random_entity(struct chance *c, struct arena *a, int number)
{
    static const enum schema schemata[] = {SCHEMA_Person, SCHEMA_Company, SCHEMA_Organization,
                                           SCHEMA_LegalEntity, SCHEMA_Vessel};
    static const char *const countries[] = {"mt", "it", "suhh", "hk", "cn"};
    enum schema schema = schemata[chance_below(c, ARRAY_LEN(schemata))];
    struct record *r = record_new(a, schema, arena_printf(a, "e-%d", number));

    for (size_t n = 1 + chance_below(c, 3); n > 0; n--)
        random_text(c, a, r, chance_below(c, 3) ? PROP_name : PROP_alias);
    if (chance_below(c, 2) && schema == SCHEMA_Person)
        (void)record_add(r, PROP_birthDate,
                         arena_printf(a, "%d-0%d-1%d", 1940 + (int)chance_below(c, 60),
                                      1 + (int)chance_below(c, 9), (int)chance_below(c, 10)));
    if (chance_below(c, 2))
        (void)record_add(r, PROP_country,
                         span_of(countries[chance_below(c, ARRAY_LEN(countries))]));
    if (chance_below(c, 3) == 0)
        random_text(c, a, r, PROP_address);
    if (chance_below(c, 3) == 0 && schema == SCHEMA_Person)
        (void)record_add(r, PROP_passportNumber, arena_printf(a, "X%d", 1000000 + number));
    assert_ok(record_finish(r));
    return r;
}

/* In one segment and in several: how common a word is counts over all of them. */
static void views_equal_the_subjects_of_random_entities(void **state)
{
    struct chance c = chance_start();
    enum { MANY = 400 };
    struct record *rows[MANY];

    (void)state;
    for (size_t segments = 1; segments <= 3; segments += 2) {
        struct house h;

        house_open(&h, segments);
        for (int i = 0; i < MANY; i++) {
            rows[i] = random_entity(&c, h.arena, i);
            house_put(&h, (size_t)i % segments, rows[i]);
        }
        house_index(&h);
        for (int i = 0; i < MANY; i++)
            assert_view(&h, rows[i]);
        house_close(&h);
    }
}

/* ---- order ----------------------------------------------------------------------------------- */

static struct span form_at(const struct segment *s, size_t token)
{
    return (struct span){s->text + s->tokens[token].text, s->tokens[token].form_n};
}

/* Its first eight letters are what words are ordered by. */
static struct span skeleton_at(const struct segment *s, size_t token)
{
    const struct disk_token *d = &s->tokens[token];
    struct span form = form_at(s, token);

    return (struct span){form.p + form.n + (d->latin_is_form ? 0 : d->latin_n),
                         d->skel_n < 8 ? d->skel_n : 8};
}

static void assert_same_order(const struct segment *x, const struct segment *y)
{
    assert_int_equal(x->tokens_n, y->tokens_n);
    for (size_t i = 0; i < x->tokens_n; i++) {
        assert_span(form_at(x, i), form_at(y, i));
        assert_int_equal(x->tokens[i].legal, y->tokens[i].legal);
    }
    assert_int_equal(x->keys.values.n, y->keys.values.n);
    for (size_t i = 0; i < x->keys.values.n; i++)
        assert_int_equal(packed_at(&x->keys.values, i), packed_at(&y->keys.values, i));
}

static void places_follow_from_what_is_there_and_not_from_how_it_came(void **state)
{
    struct chance c = chance_start();
    enum { MANY = 200 };
    struct record *rows[MANY];
    struct house h;

    (void)state;
    house_open(&h, 2);
    for (int i = 2; i < MANY; i++)
        rows[i] = random_entity(&c, h.arena, i);
    /* one word, legal form and not, in as many names */
    rows[0] = entity(h.arena, SCHEMA_Company, "c-1", "name=Vantermark Kft", NULL);
    rows[1] = entity(h.arena, SCHEMA_Person, "p-1", "name=Kft Vantermark", NULL);
    for (int i = 0; i < MANY; i++) {
        house_put(&h, 0, rows[i]);
        house_put(&h, 1, rows[MANY - 1 - i]);
    }
    house_index(&h);
    for (size_t s = 0; s < 2; s++)
        assert_ok(index_verify(h.index, s));
    assert_same_order(&h.index->segments[0], &h.index->segments[1]);
    for (uint32_t e = 0; e < MANY; e++) {
        struct candidate one = {.segment = 0, .entity = e}, other = {.segment = 1, .entity = e};

        assert_span(index_id(h.index, &one), index_id(h.index, &other));
    }
    for (int i = 0; i < MANY; i++)
        assert_view(&h, rows[i]);
    house_close(&h);
}

static void words_come_by_the_names_that_hold_them_then_by_skeleton_then_by_form(void **state)
{
    struct chance c = chance_start();
    struct house h;
    size_t falls = 0, rises = 0;

    (void)state;
    house_open(&h, 1);
    for (int i = 0; i < 300; i++)
        house_put(&h, 0, random_entity(&c, h.arena, i));
    house_index(&h);
    const struct segment *s = &h.index->segments[0];
    for (size_t i = 1; i < s->tokens_n; i++) {
        int by_skeleton = span_cmp(skeleton_at(s, i - 1), skeleton_at(s, i));

        assert_true(s->tokens[i].df <= s->tokens[i - 1].df);
        if (s->tokens[i].df < s->tokens[i - 1].df) {
            falls++;
            continue;
        }
        assert_true(by_skeleton <= 0);
        rises += by_skeleton < 0;
        if (by_skeleton == 0)
            assert_true(span_cmp(form_at(s, i - 1), form_at(s, i)) <= 0);
    }
    assert_true(falls > 3 && rises > 100);
    house_close(&h);
}

/* A name that has no rarer word is the first of those that hold the common one; ids decide last. */
static void names_come_by_their_rarest_word(void **state)
{
    static const char *const ids[] = {"g-nameless", "e-common", "f-common",
                                      "d-rare",     "c-rare",   "a-rarest"};
    struct house h;

    (void)state;
    house_open(&h, 1);
    PUT_PERSON(&h, "a-rarest", "name=Tamsin Wendelmark");
    PUT_PERSON(&h, "c-rare", "name=Obrecastel Tamsin Quentabri");
    PUT_PERSON(&h, "d-rare", "name=Tamsin Obrecastel");
    PUT_PERSON(&h, "f-common", "name=Quentabri Tamsin", "alias=Zorwaldin Pelk");
    PUT_PERSON(&h, "e-common", "name=Tamsin Quentabri");
    PUT_PERSON(&h, "g-nameless", "birthDate=1961");
    house_index(&h);
    for (uint32_t e = 0; e < ARRAY_LEN(ids); e++)
        assert_span(index_id(h.index, &(struct candidate){.entity = e}), span_of(ids[e]));
    house_close(&h);
}

/* ---- topics ---------------------------------------------------------------------------------- */

static void more_topics_than_bits_lose_no_entity(void **state)
{
    struct house h;
    struct span names[80];

    (void)state;
    house_open(&h, 1);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        names[i] = arena_printf(h.arena, "topic.%zu", i);
        struct record *r = entity(h.arena, SCHEMA_Person, arena_printf(h.arena, "p-%zu", i).p,
                                  "name=Ferdik Quentabri", NULL);
        struct subject s = subject_of(h.arena, r);
        assert_ok(index_builder_add(h.builders[0], &s, r->id, &names[i], 1));
    }
    house_index(&h);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct subject q = PERSON(h.arena, "name=Ferdik Quentabri");
        struct index_filter f = {.topics = &names[i], .topics_n = 1};

        house_search(&h, &q, &f);
        ASSERT_FOUND(&h, arena_printf(h.arena, "p-%zu", i).p);
        if (i < 60)
            assert_int_equal(h.found_n, 1);
    }
    house_close(&h);
}

/* As many as a number of a set can tell apart, and some more. */
static void more_sets_of_topics_than_numbers_lose_no_entity(void **state)
{
    enum { TOPICS_N = 17, SETS = 70000 };
    struct house h;
    struct span names[TOPICS_N], some[TOPICS_N];

    (void)state;
    house_open(&h, 1);
    for (size_t i = 0; i < TOPICS_N; i++)
        names[i] = arena_printf(h.arena, "topic.%zu", i);
    struct record *r = entity(h.arena, SCHEMA_Person, "p", "passportNumber=X1234567", NULL);
    struct record *last = entity(h.arena, SCHEMA_Person, "last", "name=Ferdik Quentabri", NULL);
    struct subject s = subject_of(h.arena, r), last_s = subject_of(h.arena, last);
    for (uint32_t bits = 0; bits <= SETS; bits++) {
        size_t n = 0;
        for (size_t k = 0; k < TOPICS_N; k++)
            if (bits >> k & 1)
                some[n++] = names[k];
        assert_ok(bits < SETS ? index_builder_add(h.builders[0], &s, r->id, some, n)
                              : index_builder_add(h.builders[0], &last_s, last->id, some, n));
    }
    house_index(&h);
    for (size_t k = 0; k < TOPICS_N; k++) {
        struct subject q = PERSON(h.arena, "name=Ferdik Quentabri");
        struct index_filter f = {.topics = &names[k], .topics_n = 1};

        house_search(&h, &q, &f);
        ASSERT_FOUND(&h, "last");
    }
    house_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_index_of_no_segments_finds_nothing),
        cmocka_unit_test(a_segment_of_no_entities_can_be_opened_and_searched),
        cmocka_unit_test(an_entity_without_names_is_kept),
        cmocka_unit_test(a_segment_counts_what_it_holds),
        cmocka_unit_test(dataset_and_stamp_are_kept_per_segment),
        cmocka_unit_test(an_empty_stamp_and_the_longest_id_are_kept),
        cmocka_unit_test(each_entity_is_found_by_its_id),
        cmocka_unit_test(the_same_content_makes_the_same_bytes),
        cmocka_unit_test(a_folder_that_is_not_there_is_an_error),
        cmocka_unit_test(an_index_that_is_open_outlives_its_replacement),
        cmocka_unit_test(a_view_has_all_that_was_put_in),
        cmocka_unit_test(a_part_of_a_view_has_the_names_that_were_found),
        cmocka_unit_test(views_equal_the_subjects_of_random_entities),
        cmocka_unit_test(places_follow_from_what_is_there_and_not_from_how_it_came),
        cmocka_unit_test(words_come_by_the_names_that_hold_them_then_by_skeleton_then_by_form),
        cmocka_unit_test(names_come_by_their_rarest_word),
        cmocka_unit_test(more_topics_than_bits_lose_no_entity),
        cmocka_unit_test(more_sets_of_topics_than_numbers_lose_no_entity),
    };
    return cmocka_run_group_tests_name("index/build", tests, NULL, NULL);
}
