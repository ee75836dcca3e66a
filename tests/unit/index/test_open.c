/* SPDX-License-Identifier: Apache-2.0
 *
 * Opening: a file that is not the one that was written is refused, and what is opened can be
 * trusted to the last number.
 */
#include <fcntl.h>
#include <xxhash.h>

#include "house.h"

/* A small segment with something in every section, and its bytes. */
struct opened {
    struct house house;
    struct buf bytes;
    char copy[96];
};

static void put_some(struct house *h)
{
    char id[16];

    PUT_PERSON(h, "p-1", "name=QUENTABRI, Dr. Ferdik J.", "alias=Фердик Квентабри",
               "weakAlias=Zorro", "birthDate=1961-03-14", "nationality=mt", "gender=male",
               "passportNumber=X1234567", "address=12 Harbour Lane, Valletta", "topics=sanction");
    PUT(h, 0, SCHEMA_Company, "c-1", "name=Quentabry & Sons Hong Kong GmbH", "jurisdiction=hk",
        "incorporationDate=1999-05", "leiCode=ZALMORALINES00000173", "topics=debarment");
    PUT(h, 0, SCHEMA_Vessel, "v-1", "name=MV Grey Heron 3", "imoNumber=9074729", "flag=pa");
    for (int i = 0; i < 6; i++) {
        snprintf(id, sizeof(id), "f-%d", i);
        PUT_PERSON(h, id, i % 2 ? "name=Orlim Vantermark" : "name=Temsad Vantermark");
    }
}

static void begin(struct opened *o)
{
    house_open(&o->house, 1);
    put_some(&o->house);
    house_index(&o->house);
    o->bytes = (struct buf){0};
    assert_ok(file_read(o->house.paths[0], 1 << 24, &o->bytes));
    snprintf(o->copy, sizeof(o->copy), "%s/copy.index", o->house.folder);
}

static void end(struct opened *o)
{
    buf_free(&o->bytes);
    house_close(&o->house);
}

/* Over what is there: a file that is emptied first is flushed by some file systems when closed, and
 * this is done ten thousand times. */
static void write_bytes(const char *path, struct span s)
{
    int fd = open(path, O_WRONLY | O_CREAT, 0600);

    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, s.p, s.n, 0), s.n);
    assert_int_equal(ftruncate(fd, (off_t)s.n), 0);
    assert_int_equal(close(fd), 0);
}

static struct tocsin_err *open_bytes(const struct opened *o, struct span s, struct index **out)
{
    struct index_source source = {o->copy, "copy"};

    write_bytes(o->copy, s);
    *out = NULL;
    return index_open(&source, 1, out);
}

/* Refused with the code, and the error names the file. */
static void assert_refused(const struct opened *o, struct span s, enum tocsin_code code,
                           const char *what)
{
    struct index *x;
    struct tocsin_err *err = open_bytes(o, s, &x);

    if (tocsin_err_code(err) != code)
        print_error("%s: %s\n", what, err ? tocsin_err_text(err) : "it was opened");
    assert_int_equal(tocsin_err_code(err), code);
    assert_non_null(strstr(tocsin_err_text(err), "copy.index"));
    assert_null(x);
    tocsin_err_free(err);
}

static const struct disk_section *sections(const struct opened *o)
{
    return (const void *)(o->bytes.p + SEGMENT_HEAD);
}

/* ---- what was not written so ----------------------------------------------------------------- */

static void the_bytes_as_they_are_open(void **state)
{
    struct opened o;
    struct index *x;

    (void)state;
    begin(&o);
    assert_ok(open_bytes(&o, buf_view(&o.bytes), &x));
    assert_ok(index_verify(x, 0));
    index_close(x);
    index_close(NULL);
    end(&o);
}

static void a_file_that_is_not_there_or_not_an_index_is_refused(void **state)
{
    static const struct span contents[] = {
        {"", 0},
        {"x", 1},
        {"tocsinix", 8},
        {"{\"schema\":\"Person\"}", 19},
    };
    struct opened o;
    struct index *x = NULL;
    struct index_source gone = {"/nonexistent/x.index", "gone"};

    (void)state;
    begin(&o);
    assert_code(index_open(&gone, 1, &x), TOCSIN_ERR_NOT_FOUND);
    for (size_t i = 0; i < ARRAY_LEN(contents); i++)
        assert_refused(&o, contents[i], TOCSIN_ERR_CORRUPT, "a short file");
    struct span zeros = {arena_zero(o.house.arena, 5000), 5000};
    assert_refused(&o, zeros, TOCSIN_ERR_CORRUPT, "zeros");
    end(&o);
}

static void a_file_cut_short_anywhere_is_refused(void **state)
{
    struct opened o;

    (void)state;
    begin(&o);
    for (size_t i = 0; i < SECTION_COUNT; i++) {
        struct span s = buf_view(&o.bytes);

        s.n = sections(&o)[i].offset;
        assert_refused(&o, s, TOCSIN_ERR_CORRUPT, "cut where a section begins");
        s.n += sections(&o)[i].length;
        if (s.n < o.bytes.n)
            assert_refused(&o, s, TOCSIN_ERR_CORRUPT, "cut where a section ends");
    }
    for (size_t n = 0; n < o.bytes.n; n += 7)
        assert_refused(&o, (struct span){o.bytes.p, n}, TOCSIN_ERR_CORRUPT, "cut");
    end(&o);
}

static void a_file_with_more_behind_it_is_refused(void **state)
{
    struct opened o;

    (void)state;
    begin(&o);
    buf_char(&o.bytes, '\0');
    assert_refused(&o, buf_view(&o.bytes), TOCSIN_ERR_CORRUPT, "one byte more");
    end(&o);
}

static bool says_version(size_t at)
{
    return (at >= 8 && at < 16) || (at >= 24 && at < 32);
}

static void a_byte_flipped_anywhere_is_refused(void **state)
{
    struct opened o;

    (void)state;
    begin(&o);
    for (size_t at = 0; at < o.bytes.n; at++) {
        o.bytes.p[at] ^= (char)(1 << (at % 8));
        assert_refused(&o, buf_view(&o.bytes),
                       says_version(at) ? TOCSIN_ERR_UNSUPPORTED : TOCSIN_ERR_CORRUPT, "flipped");
        o.bytes.p[at] ^= (char)(1 << (at % 8));
    }
    end(&o);
}

static void another_version_and_another_machine_are_unsupported(void **state)
{
    struct opened o;
    static const struct {
        size_t at;
        uint32_t number;
    } rows[] = {{8, SEGMENT_VERSION + 1},
                {8, SEGMENT_VERSION - 1},
                {8, UINT32_MAX},
                {12, 0x04030201},
                {24, 17}};

    (void)state;
    begin(&o);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char kept[8];

        memcpy(kept, o.bytes.p + rows[i].at, sizeof(kept));
        memcpy(o.bytes.p + rows[i].at, &rows[i].number, 4);
        assert_refused(&o, buf_view(&o.bytes), TOCSIN_ERR_UNSUPPORTED, "another version");
        memcpy(o.bytes.p + rows[i].at, kept, sizeof(kept));
    }
    end(&o);
}

static void one_bad_segment_of_several_refuses_them_all(void **state)
{
    struct opened o;
    struct index *x = NULL;

    (void)state;
    begin(&o);
    struct index_source sources[] = {
        {o.house.paths[0], "good"}, {o.copy, "bad"}, {o.house.paths[0], "good"}};
    o.bytes.p[o.bytes.n - 1] ^= 1;
    write_bytes(o.copy, buf_view(&o.bytes));
    assert_code(index_open(sources, 3, &x), TOCSIN_ERR_CORRUPT);
    assert_null(x);
    end(&o);
}

static void a_segment_that_is_moved_stays_open(void **state)
{
    struct index *from = NULL, *to = NULL;
    struct candidate c;
    struct opened o;

    (void)state;
    begin(&o);
    struct index_source sources[] = {{o.house.paths[0], "one"}, {o.house.paths[0], "two"}};
    assert_ok(index_open(sources, 2, &from));
    assert_ok(index_open(NULL, 0, &to));
    index_move(from, 1, to);
    index_move(from, 0, to);
    assert_span(index_stamp(from, 0), SPAN(""));
    index_close(from);
    assert_int_equal(index_segments(to), 2);
    assert_string_equal(index_dataset(to, 0), "two");
    assert_string_equal(index_dataset(to, 1), "one");
    assert_span(index_stamp(to, 1), SPAN("generation 1"));
    assert_ok(index_verify(to, 0));
    assert_ok(index_verify(to, 1));
    assert_true(index_find(to, SPAN("c-1"), &c));
    assert_int_equal(to->names, 2 * index_count(to, 0).names);
    index_close(to);
    end(&o);
}

/* A byte of the map changed behind the open index: verify must see it. The map is private and
 * read-only, so the file is changed instead, which a private map of it shows. */
static void verifying_sees_what_changed_on_disk(void **state)
{
    struct opened o;
    struct index *x;

    (void)state;
    begin(&o);
    assert_ok(open_bytes(&o, buf_view(&o.bytes), &x));
    FILE *f = fopen(o.copy, "r+b");
    assert_non_null(f);
    assert_int_equal(fseek(f, (long)o.bytes.n - 1, SEEK_SET), 0);
    assert_int_equal(fputc(o.bytes.p[o.bytes.n - 1] ^ 1, f),
                     (unsigned char)o.bytes.p[o.bytes.n - 1] ^ 1);
    assert_int_equal(fclose(f), 0);
    assert_code(index_verify(x, 0), TOCSIN_ERR_CORRUPT);
    index_close(x);
    end(&o);
}

/* ---- with the hash made good again ----------------------------------------------------------- */

static void sign(struct buf *b)
{
    const size_t head = SEGMENT_HEAD + SECTION_COUNT * sizeof(struct disk_section);
    XXH3_state_t *state = XXH3_createState();
    uint64_t hash;

    XXH3_64bits_reset(state);
    XXH3_64bits_update(state, b->p + head, b->n - head);
    XXH3_64bits_update(state, b->p + SEGMENT_HEAD, head - SEGMENT_HEAD);
    hash = XXH3_64bits_digest(state);
    XXH3_freeState(state);
    memcpy(b->p + 16, &hash, 8);
}

static void the_hash_is_the_one_that_the_layout_describes(void **state)
{
    struct opened o;
    char hash[8];

    (void)state;
    begin(&o);
    memcpy(hash, o.bytes.p + 16, 8);
    memset(o.bytes.p + 16, 0, 8);
    sign(&o.bytes);
    assert_memory_equal(o.bytes.p + 16, hash, 8);
    end(&o);
}

static void set_section(struct opened *o, size_t i, uint64_t offset, uint64_t length)
{
    struct disk_section d = {offset, length};

    memcpy(o->bytes.p + SEGMENT_HEAD + i * sizeof(d), &d, sizeof(d));
    sign(&o->bytes);
}

static void sections_outside_the_file_are_refused(void **state)
{
    struct opened o;

    (void)state;
    begin(&o);
    for (size_t i = 0; i < SECTION_COUNT; i++) {
        struct disk_section was = sections(&o)[i];

        set_section(&o, i, o.bytes.n + 8, was.length);
        assert_refused(&o, buf_view(&o.bytes), TOCSIN_ERR_CORRUPT, "behind the end");
        set_section(&o, i, was.offset, o.bytes.n);
        assert_refused(&o, buf_view(&o.bytes), TOCSIN_ERR_CORRUPT, "past the end");
        set_section(&o, i, was.offset, UINT64_MAX - was.offset + 1);
        assert_refused(&o, buf_view(&o.bytes), TOCSIN_ERR_CORRUPT, "overflow");
        set_section(&o, i, was.offset + 1, was.length);
        assert_refused(&o, buf_view(&o.bytes), TOCSIN_ERR_CORRUPT, "not at a multiple of 8");
        set_section(&o, i, was.offset, was.length);
    }
    end(&o);
}

/* Elements of the sections that other sections count on. */
static void sections_shorter_by_an_element_are_refused(void **state)
{
    static const struct {
        enum section section;
        size_t element;
    } rows[] = {
        {FORMS, 4},
        {POST_START, 4},
        {POSTINGS, 1},
        {NAMES, sizeof(struct disk_name)},
        {NAME_TOKENS, 1},
        {ENTITIES, sizeof(struct disk_entity)},
        {FEATURES, 1},
        {IDENTS, sizeof(struct disk_ident)},
        {IDENT_ORDER, 4},
        {TOPIC_SETS, 8},
        {KEY_BLOCKS, 4},
        {KEY_BITS, 8},
        {KEYS, 1},
        {PAIR_BLOCKS, 4},
        {PAIR_BITS, 8},
        {PAIRS, 1},
        {TOKENS, sizeof(struct disk_token)},
    };
    struct opened o;

    (void)state;
    begin(&o);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct disk_section was = sections(&o)[rows[i].section];

        assert_true(was.length >= rows[i].element);
        set_section(&o, rows[i].section, was.offset, was.length - rows[i].element);
        assert_refused(&o, buf_view(&o.bytes), TOCSIN_ERR_CORRUPT, "an element less");
        set_section(&o, rows[i].section, was.offset, 0);
        assert_refused(&o, buf_view(&o.bytes), TOCSIN_ERR_CORRUPT, "no element");
        set_section(&o, rows[i].section, was.offset, was.length);
    }
    end(&o);
}

/* Puts 'number' wherever a number of 'size' bytes stands in the section. */
static void refuse_everywhere(struct opened *o, enum section section, uint64_t number, size_t size)
{
    const struct disk_section *d = &sections(o)[section];

    for (size_t at = d->offset; at + size <= d->offset + d->length; at += size) {
        char was[8];

        memcpy(was, o->bytes.p + at, size);
        memcpy(o->bytes.p + at, &number, size);
        sign(&o->bytes);
        assert_refused(o, buf_view(&o->bytes), TOCSIN_ERR_CORRUPT, "a reference outside");
        memcpy(o->bytes.p + at, was, size);
    }
}

/* Every number of these sections refers to another section: the greatest there is leads outside. */
static void references_that_lead_outside_are_refused(void **state)
{
    static const enum section sections_of_u32[] = {FORMS, POST_START, IDENT_ORDER, KEY_BLOCKS,
                                                   PAIR_BLOCKS};
    struct opened o;

    (void)state;
    begin(&o);
    for (size_t i = 0; i < ARRAY_LEN(sections_of_u32); i++)
        refuse_everywhere(&o, sections_of_u32[i], UINT32_MAX, 4);
    refuse_everywhere(&o, KEY_BITS, UINT64_MAX, 8);
    refuse_everywhere(&o, KEY_BITS, 0, 8);
    refuse_everywhere(&o, PAIR_BITS, UINT64_MAX, 8);
    end(&o);
}

/* Tokens and names in these are as wide as the greatest needs: one further does not exist, unless
 * there are as many as a power of two. */
static void packed_references_that_lead_outside_are_refused(void **state)
{
    static const enum section packed[] = {POSTINGS, NAME_TOKENS, KEYS};
    struct opened o;

    (void)state;
    begin(&o);
    size_t tokens = sections(&o)[TOKENS].length / sizeof(struct disk_token);
    size_t names = sections(&o)[NAMES].length / sizeof(struct disk_name) - 1;
    assert_true((tokens & (tokens - 1)) && (names & (names - 1)));
    for (size_t i = 0; i < ARRAY_LEN(packed); i++) {
        const struct disk_section *d = &sections(&o)[packed[i]];
        struct buf ones = {0};

        buf_span(&ones, buf_view(&o.bytes));
        memset(ones.p + d->offset, 0xff, d->length - PACKED_SLACK);
        sign(&ones);
        assert_refused(&o, buf_view(&ones), TOCSIN_ERR_CORRUPT, "packed numbers of ones");
        buf_free(&ones);
    }
    end(&o);
}

/* A byte of an entry set to all ones: a count that is not there, a day far off, a text too long. */
static void features_that_say_more_than_there_is_are_refused(void **state)
{
    struct opened o;

    (void)state;
    begin(&o);
    const struct disk_section *d = &sections(&o)[FEATURES];
    const struct disk_section *e = &sections(&o)[ENTITIES];
    struct disk_entity second;
    memcpy(&second, o.bytes.p + e->offset + sizeof(second), sizeof(second));
    for (size_t at = 0; at < 2; at++) {
        char *byte = o.bytes.p + d->offset + second.features + at, was = *byte;

        *byte = (char)0xff;
        sign(&o.bytes);
        assert_refused(&o, buf_view(&o.bytes), TOCSIN_ERR_CORRUPT, "counts");
        *byte = was;
    }
    second.features++;
    memcpy(o.bytes.p + e->offset + sizeof(second), &second, sizeof(second));
    sign(&o.bytes);
    assert_refused(&o, buf_view(&o.bytes), TOCSIN_ERR_CORRUPT, "an entry that begins elsewhere");
    second.features--;
    second.topics = UINT16_MAX;
    memcpy(o.bytes.p + e->offset + sizeof(second), &second, sizeof(second));
    sign(&o.bytes);
    assert_refused(&o, buf_view(&o.bytes), TOCSIN_ERR_CORRUPT, "a set of topics that is not there");
    end(&o);
}

/* Everything that reads from an index. */
static void use(struct house *h, struct index *x)
{
    struct index_scratch *scratch = index_scratch_new();
    struct arena *a = arena_new();
    struct candidate found[INDEX_CANDIDATES];
    struct subject q =
        PERSON(a, "name=Ferdik Quentabri", "alias=Orlim Vantermark", "passportNumber=X1234567");
    struct subject c =
        SUBJECT(a, SCHEMA_Company, "name=Quentabry Sons", "leiCode=ZALMORALINES00000173");
    struct subject *queries[] = {&q, &c};
    struct buf text = {0};

    (void)h;
    for (size_t k = 0; k < ARRAY_LEN(queries); k++) {
        index_weigh(x, queries[k]);
        size_t n = index_search(x, queries[k], NULL, scratch, found, INDEX_CANDIDATES);
        for (size_t i = 0; i < n; i++) {
            struct subject s;

            index_view(x, &found[i], i % 2, a, &s);
            assert_true(index_id(x, &found[i]).n <= LIMIT_ID);
        }
        index_explain(x, queries[k], scratch, &text);
    }
    struct candidate one;
    (void)index_find(x, SPAN("c-1"), &one);
    buf_free(&text);
    arena_free(a);
    index_scratch_free(scratch);
}

static bool of_words(const struct opened *o, size_t at)
{
    const struct disk_section *text = &sections(o)[TEXT], *tokens = &sections(o)[TOKENS];

    return (at >= text->offset && at < text->offset + text->length) ||
           (at >= tokens->offset && at < tokens->offset + tokens->length);
}

/* Whatever passes is safe to use: run with sanitizers this reads nothing that is not there. The
 * words themselves stay as they are. */
static void what_is_opened_can_be_used_whatever_it_says(void **state)
{
    struct chance c = chance_start();
    struct opened o;
    struct buf changed = {0};
    int opened = 0;

    (void)state;
    begin(&o);
    size_t head = SEGMENT_HEAD + SECTION_COUNT * sizeof(struct disk_section);
    for (int round = 0; round < 2000; round++) {
        struct index *x;

        buf_clear(&changed);
        buf_span(&changed, buf_view(&o.bytes));
        for (size_t k = 1 + chance_below(&c, 3); k > 0; k--) {
            size_t at = head + chance_below(&c, o.bytes.n - head);

            if (!of_words(&o, at))
                changed.p[at] =
                    chance_below(&c, 2) ? (char)chance_next(&c) : (char)(changed.p[at] + 1);
        }
        sign(&changed);
        struct tocsin_err *err = open_bytes(&o, buf_view(&changed), &x);
        if (!err) {
            opened++;
            use(&o.house, x);
            index_close(x);
        }
        tocsin_err_free(err);
    }
    assert_true(opened > 0);
    buf_free(&changed);
    end(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bytes_as_they_are_open),
        cmocka_unit_test(a_file_that_is_not_there_or_not_an_index_is_refused),
        cmocka_unit_test(a_file_cut_short_anywhere_is_refused),
        cmocka_unit_test(a_file_with_more_behind_it_is_refused),
        cmocka_unit_test(a_byte_flipped_anywhere_is_refused),
        cmocka_unit_test(another_version_and_another_machine_are_unsupported),
        cmocka_unit_test(one_bad_segment_of_several_refuses_them_all),
        cmocka_unit_test(a_segment_that_is_moved_stays_open),
        cmocka_unit_test(verifying_sees_what_changed_on_disk),
        cmocka_unit_test(the_hash_is_the_one_that_the_layout_describes),
        cmocka_unit_test(sections_outside_the_file_are_refused),
        cmocka_unit_test(sections_shorter_by_an_element_are_refused),
        cmocka_unit_test(references_that_lead_outside_are_refused),
        cmocka_unit_test(packed_references_that_lead_outside_are_refused),
        cmocka_unit_test(features_that_say_more_than_there_is_are_refused),
        cmocka_unit_test(what_is_opened_can_be_used_whatever_it_says),
    };
    return cmocka_run_group_tests_name("index/open", tests, NULL, NULL);
}
