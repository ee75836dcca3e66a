/* SPDX-License-Identifier: Apache-2.0
 *
 * ftm_line: which lines it takes, and that it makes of them what record_from_json makes: held
 * against it on lines of a random grammar, on good lines with random bytes changed, and on the
 * published samples.
 */
#include "check.h"

#include <jansson.h>

#include "import/ftm_line.h"

/* ---- the two ways ---------------------------------------------------------------------------- */

static bool long_way(struct arena *a, struct span line, struct record **out)
{
    struct record_reader reader = {.fuzzy = false};
    json_t *json = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, NULL);
    struct tocsin_err *err = json ? record_from_json_value(a, &reader, json, out)
                                  : err_new(TOCSIN_ERR_PARSE, "not JSON");
    bool good = !err && !reader.ignored;

    tocsin_err_free(err);
    json_decref(json);
    return good;
}

static bool same(struct record *x, struct record *y)
{
    struct tocsin_err *ex = record_finish(x), *ey = record_finish(y);
    struct buf px = {0}, py = {0};
    bool equal = !ex == !ey;

    if (!ex && !ey) {
        record_pack(x, &px);
        record_pack(y, &py);
        equal = span_eq(buf_view(&px), buf_view(&py));
    }
    tocsin_err_free(ex);
    tocsin_err_free(ey);
    buf_free(&px);
    buf_free(&py);
    return equal;
}

/* How many lines went which way. */
struct tally {
    size_t taken, left;
    size_t left_good; /* that the long way reads: allowed, but slow */
};

/* The line stands in memory of its own, so that a read behind it is seen. */
static void compare(struct arena *a, struct span text, struct tally *t)
{
    char *copy = mem_alloc(text.n + 1);
    struct span line = {copy, text.n};
    struct record *fast, *slow;

    memcpy(copy, text.p, text.n);
    arena_reset(a);
    bool taken = ftm_line_read(a, line, &fast), good = long_way(a, line, &slow);
    if (taken && (!good || !same(fast, slow))) {
        print_error("the two ways differ on: %.*s\n", SPAN_ARG(line));
        fail();
    }
    t->taken += taken;
    t->left += !taken;
    t->left_good += !taken && good;
    mem_free(copy);
}

/* ---- lines that are known -------------------------------------------------------------------- */

static void lines_of_the_usual_shape_are_taken(void **state)
{
    static const char *const lines[] = {
        "{\"id\":\"a\",\"schema\":\"Person\"}",
        "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{}}",
        " { \"id\" : \"a\" ,\t\"schema\" : \"Person\" , \"properties\" : { \"name\" : [ \"A\" , "
        "\"B\" ] } } ",
        "{\"properties\":{\"name\":[\"A\"]},\"referents\":[\"a\",\"b\"],\"datasets\":[\"d\"],"
        "\"schema\":\"Person\",\"id\":\"a\"}",
        "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":\"A\",\"alias\":null,"
        "\"title\":[null,\"B\"]}}",
        "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":[\"\\u0041\\n\\t\\r\\b\\f\\/"
        "\\\\\\\"\\ud83d\\udea2\\u00e9\\u4e2D\"]}}",
        "{\"id\":\"a\",\"caption\":null,\"schema\":\"Person\",\"datasets\":null,\"referents\":null,"
        "\"first_seen\":null,\"last_seen\":null,\"last_change\":null,\"target\":false}",
        "{\"id\":\"\\u00e9\",\"caption\":\"A\",\"schema\":\"Company\",\"properties\":{"
        "\"country\":[\"mt\",\"Malta\"],\"name\":[\"A\",\"A\",\"\"]},\"datasets\":[],"
        "\"first_seen\":\"2026-01-15T10:00:00\",\"last_seen\":\"2026-12-31T23:59:59\","
        "\"last_change\":\"\",\"target\":true,\"origin\":[\"x\"]}",
        "{\"id\":\"a\",\"sch\\u0065ma\":\"Pers\\u006fn\",\"properties\":{\"n\\u0061me\":[\"A\"]}}",
    };
    struct arena *a = arena_new();
    struct tally t = {0, 0, 0};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        compare(a, span_of(lines[i]), &t);
        if (t.taken != i + 1)
            print_error("not taken: %s\n", lines[i]);
        assert_int_equal(t.taken, i + 1);
    }
    arena_free(a);
}

#define P "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":"

static void anything_unusual_is_left(void **state)
{
    static const char *const lines[] = {
        "", " ", "{", "{}", "[]", "null", "{\"id\":\"a\"}", "{\"schema\":\"Person\"}",
        "{\"id\":\"\",\"schema\":\"Person\"}", "{\"id\":1,\"schema\":\"Person\"}",
        "{\"id\":null,\"schema\":\"Person\"}", "{\"id\":\"a\",\"schema\":\"Keel\"}",
        "{\"id\":\"a\",\"schema\":null}", "{\"id\":\"a\",\"schema\":\"Person\"",
        "{\"id\":\"a\",\"schema\":\"Person\"} x", "{\"id\":\"a\",\"schema\":\"Person\"}}",
        "{\"id\":\"a\",\"schema\":\"Person\",}", "{,\"id\":\"a\",\"schema\":\"Person\"}",
        "{\"id\":\"a\" \"schema\":\"Person\"}", "{\"id\":\"a\",\"id\":\"a\",\"schema\":\"Person\"}",
        "{\"id\":\"a\",\"schema\":\"Person\",\"schema\":\"Person\"}",
        "{\"id\":\"a\",\"schema\":\"Person\",\"keel\":1}", P "[]}", P "{\"name\":[1]}}",
        P "{\"name\":[\"A\",]}}", P "{\"name\":[,\"A\"]}}", P "{\"name\":[\"A\"\"B\"]}}",
        P "{\"name\":[\"A\"],}}", P "{\"name\":[\"A\"]\"alias\":[]}}", P "{\"name\":[\"A\"}}",
        P "{\"name\":[\"A\"],\"name\":[]}}", P "{\"keel\":[\"A\"]}}", P "{\"flag\":[\"mt\"]}}",
        P "{\"sanctions\":[\"A\"]}}", P "{\"birthDate\":[\"soon\"]}}",
        P "{\"country\":[\"Marenia\"]}}", P "{\"gender\":[\"keel\"]}}", P "{\"name\":[true]}}",
        P "{\"addressEntity\":[{\"id\":\"b\"}]}}", P "{\"name\":[\"\\u0000\"]}}",
        P "{\"name\":[\"\\ud83d\"]}}", P "{\"name\":[\"\\udea2\"]}}",
        P "{\"name\":[\"\\ud83d\\u0041\"]}}", P "{\"name\":[\"\\u00\"]}}",
        P "{\"name\":[\"\\x\"]}}",
        P "{\"name\":[\"\\\"]}}", P "{\"name\":[\"a\x01\"]}}", P "{\"name\":[\"a\xff\"]}}",
        P "{\"name\":[\"a\xc3\"]}}", P "{\"name\":[\"\xed\xa0\x80\"]}}",
        P "{},\"caption\":\"\xff\"}", P "{},\"datasets\":[\"\xff\"]}", P "{},\"datasets\":\"x\"}",
        P "{},\"referents\":[1]}", P "{},\"target\":\"x\"}", P "{},\"origin\":[1]}",
        P "{},\"first_seen\":\"soon\"}", P "{},\"first_seen\":\"2026-02-30T10:00:00\"}",
        P "{},\"first_seen\":\"2026-01-15T25:00:00\"}", P "{},\"first_seen\":\"2026-01-15\"}",
        "{\"properties\":,{},\"id\":\"a\",\"schema\":\"Person\"}",
        "{\"properties\":,\"id\":\"a\",\"schema\":\"Person\"}",
        "{\"properties\":[],\"id\":\"a\",\"schema\":\"Person\"}",
        "{\"properties\":{\"name\":[1]},\"id\":\"a\",\"schema\":\"Person\"}",
        "{\"properties\":{\"name\":[\"A\"]]},\"id\":\"a\",\"schema\":\"Person\"}",
        "{\"datasets\":[\"a\"}],\"id\":\"a\",\"schema\":\"Person\"}",
        "{\"properties\":nullx,\"id\":\"a\",\"schema\":\"Person\"}",
        "{\"properties\":null\"id\":\"a\",\"schema\":\"Person\"}",
    };
    struct arena *a = arena_new();
    struct tally t = {0, 0, 0};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        compare(a, span_of(lines[i]), &t);
        if (t.left != i + 1)
            print_error("taken: %s\n", lines[i]);
        assert_int_equal(t.left, i + 1);
    }
    arena_free(a);
}

/* ---- random lines ---------------------------------------------------------------------------- */

static uint32_t roll(uint64_t *seed, uint32_t sides)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33) % sides;
}

static void put_blanks(uint64_t *seed, struct buf *out)
{
    while (roll(seed, 12) == 0)
        buf_char(out, " \t\r\n"[roll(seed, 4)]);
}

static void put_one_of(uint64_t *seed, struct buf *out, const char *const *list, size_t n)
{
    put_blanks(seed, out);
    buf_str(out, list[roll(seed, (uint32_t)n)]);
    put_blanks(seed, out);
}

/* Mostly usual; the last ones of each list are not. */
static const char *const texts[] = {
    "\"Ferdik\"", "\"Ferdik Aldous Quentabry\"", "\"\"", "\" a  b \"", "\"1961-03-14\"", "\"1961\"",
    "\"mt\"", "\"Malta\"", "\"male\"", "\"sanction\"", "\"\xd0\xa4\xd0\xb5\xd1\x80\"",
    "\"\xe5\x90\x8d\"", "\"e\xcc\x81\"", "\"\\u00e9\\\"\\\\\\/\\n\"", "\"\\ud83d\\udea2\"",
    "\"a line that is longer than eight bytes, \\u0041nd then some\"", "\"2026-01-15T10:00:00\"",
    "null", "\"a\"", "7", "1.50", "true", "{}", "[]", "\"\\u0000\"", "\"\\ud83d\"", "\"\xff\"",
    "\"a\x02\"", "{\"id\":\"b\",\"schema\":\"Address\"}", "\"1961-13-45\"", "nul", "\"",
};

static const char *const props[] = {
    "name", "alias", "birthDate", "country", "nationality", "gender", "topics", "notes", "title",
    "registrationNumber", "addressEntity", "sourceUrl", "n\\u0061me", "flag", "keel", "sanctions",
};

static const char *const names[] = {
    "id", "caption", "datasets", "referents", "first_seen", "last_seen", "last_change", "target",
    "origin", "score",
};

static void put_list(uint64_t *seed, struct buf *out, uint32_t usual)
{
    uint32_t n = roll(seed, 4);

    put_blanks(seed, out);
    buf_char(out, '[');
    for (uint32_t i = 0; i < n; i++) {
        buf_str(out, i ? "," : "");
        put_one_of(seed, out, texts, roll(seed, usual) ? 17 : ARRAY_LEN(texts));
    }
    buf_str(out, roll(seed, 400) ? "]" : ",]");
    put_blanks(seed, out);
}

static void put_properties(uint64_t *seed, struct buf *out)
{
    uint32_t n = roll(seed, 5);

    buf_str(out, "\"properties\":{");
    for (uint32_t i = 0; i < n; i++) {
        buf_str(out, i ? ",\"" : "\"");
        buf_str(out, props[roll(seed, roll(seed, 20) ? 12 : ARRAY_LEN(props))]);
        buf_str(out, "\":");
        if (roll(seed, 8))
            put_list(seed, out, 60);
        else
            put_one_of(seed, out, texts, roll(seed, 20) ? 19 : ARRAY_LEN(texts));
    }
    buf_char(out, '}');
}

static void put_member(uint64_t *seed, struct buf *out)
{
    static const char *const words[] = {"true", "false", "null", "\"2026-01-15T10:00:00\"",
                                        "\"A\""};

    buf_char(out, '"');
    buf_str(out, names[roll(seed, roll(seed, 30) ? 9 : ARRAY_LEN(names))]);
    buf_str(out, "\":");
    if (roll(seed, 2))
        put_list(seed, out, 30);
    else
        put_one_of(seed, out, words, ARRAY_LEN(words));
}

static void put_schema(uint64_t *seed, struct buf *out)
{
    static const char *const schemas[] = {"Person", "Company", "Vessel", "Sanction", "Address",
                                          "LegalEntity", "P\\u0065rson", "Keel"};

    buf_str(out, "\"schema\":\"");
    buf_str(out, schemas[roll(seed, roll(seed, 30) ? 6 : ARRAY_LEN(schemas))]);
    buf_char(out, '"');
}

/* id, schema and properties in some order, with other members between. */
static void random_line(uint64_t *seed, struct buf *out)
{
    static const uint8_t orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1},
                                         {2, 1, 0}};
    const uint8_t *order = orders[roll(seed, 6)];

    buf_clear(out);
    put_blanks(seed, out);
    buf_char(out, '{');
    for (int i = 0; i < 3; i++) {
        buf_str(out, i ? "," : "");
        if (order[i] == 0)
            buf_str(out, "\"id\":\"NK-7\"");
        else if (order[i] == 1)
            put_schema(seed, out);
        else
            put_properties(seed, out);
        if (roll(seed, 3) == 0) {
            buf_char(out, ',');
            put_member(seed, out);
        }
    }
    buf_str(out, "}");
    put_blanks(seed, out);
}

static void both_ways_agree_on_random_lines(void **state)
{
    struct arena *a = arena_new();
    struct buf line = {0};
    struct tally t = {0, 0, 0};
    uint64_t seed = 1961;

    (void)state;
    for (int i = 0; i < 60000; i++) {
        random_line(&seed, &line);
        compare(a, buf_view(&line), &t);
    }
    print_message("# %zu taken, %zu left, of these %zu good\n", t.taken, t.left, t.left_good);
    assert_true(t.taken > 5000);
    assert_true(t.left - t.left_good > 5000);
    buf_free(&line);
    arena_free(a);
}

/* Some bytes become others that matter in JSON, go, or come twice. */
static void damage(uint64_t *seed, struct buf *line)
{
    static const char bytes[] = "\"\\{}[],: un0tf\n\x01\xc3\xed\xff/7";

    for (uint32_t k = roll(seed, 4); line->n > 1 && k < 3; k++) {
        size_t at = roll(seed, (uint32_t)line->n);
        if (roll(seed, 3)) {
            line->p[at] = bytes[roll(seed, sizeof(bytes) - 1)];
        } else {
            memmove(line->p + at, line->p + at + 1, line->n - at - 1);
            line->n--;
        }
    }
}

static void both_ways_agree_on_damaged_lines(void **state)
{
    struct arena *a = arena_new();
    struct buf line = {0};
    struct tally t = {0, 0, 0};
    uint64_t seed = 417;

    (void)state;
    for (int i = 0; i < 60000; i++) {
        random_line(&seed, &line);
        damage(&seed, &line);
        compare(a, buf_view(&line), &t);
    }
    assert_true(t.taken > 300);
    buf_free(&line);
    arena_free(a);
}

/* ---- files ----------------------------------------------------------------------------------- */

static struct tally compare_file(const char *path)
{
    struct arena *a = arena_new();
    struct buf all = {0};
    struct span rest, line;
    struct tally t = {0, 0, 0};

    assert_ok(file_read(path, 1 << 20, &all));
    rest = buf_view(&all);
    while (span_split(&rest, '\n', &line))
        if (span_trim(line).n)
            compare(a, line, &t);
    buf_free(&all);
    arena_free(a);
    return t;
}

static void published_lines_are_taken(void **state)
{
    static const struct {
        const char *name;
        size_t lines;
    } files[] = {{"ftm/zala/entities.ftm.json", 91}, {"ftm/parteispenden/entities.ftm.json", 475},
                 {"ftm/t1/entities.ftm.json", 7}};
    struct arena *a = arena_new();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        const char *path = shared_list(a, files[i].name);
        if (path)
            assert_int_equal(compare_file(path).taken, files[i].lines);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_of_the_usual_shape_are_taken),
        cmocka_unit_test(anything_unusual_is_left),
        cmocka_unit_test(both_ways_agree_on_random_lines),
        cmocka_unit_test(both_ways_agree_on_damaged_lines),
        cmocka_unit_test(published_lines_are_taken),
    };

    return cmocka_run_group_tests_name("ftm_line", tests, NULL, NULL);
}
