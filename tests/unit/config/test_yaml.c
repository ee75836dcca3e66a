/* SPDX-License-Identifier: Apache-2.0
 *
 * node.yaml: what is understood, and the place and reason of what is not.
 */
#include "home.h"

static void nothing_is_fine(void **state)
{
    static const char *const rows[] = {"", "\n", "# a remark\n", "---\n", "---\n...\n", "~\n",
                                       "{}\n", "limit:\n", "limit: ~\nmatch: {}\n",
                                       "\xef\xbb\xbf# a mark of the byte order\n"};

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        config_free(home_load(*state, rows[i]));
}

static void values_may_be_written_in_any_style(void **state)
{
    struct config *c = home_load(*state, "%YAML 1.1\n"
                                         "---\n"
                                         "title: >\n"
                                         "  The town\n"
                                         "  bell\n"
                                         "\"limit\": {body: \"2 MB\", 'batch': 3}\n"
                                         "match.limit: 2 # a remark\n"
                                         "log:\n"
                                         "  format: json\n"
                                         "cors.origins: ['*', 'http://127.0.0.1:3000']\n"
                                         "listen: 127.0.0.1:9\n"
                                         "...\n");

    assert_shown(c, SETTING_TITLE, "The town bell", "node.yaml:3");
    assert_shown(c, SETTING_LIMIT_BODY, "2 MB", "node.yaml:6");
    assert_shown(c, SETTING_LIMIT_BATCH, "3", "node.yaml:6");
    assert_shown(c, SETTING_MATCH_LIMIT, "2", "node.yaml:7");
    assert_shown(c, SETTING_LOG_FORMAT, "json", "node.yaml:9");
    assert_shown(c, SETTING_CORS_ORIGINS, "*, http://127.0.0.1:3000", "node.yaml:10");
    assert_shown(c, SETTING_LISTEN, "127.0.0.1:9", "node.yaml:11");
    config_free(c);
}

static void a_place_is_line_and_column(void **state)
{
    const struct home *h = *state;
    struct config *c = NULL;
    struct tocsin_err *err;

    home_write(h, SPAN("title: x\nlimit:\n  body: 8 XB\n"));
    err = config_load(h->path, NULL, 0, &c);
    assert_int_equal(tocsin_err_place(err).line, 3);
    assert_int_equal(tocsin_err_place(err).column, 9);
    assert_string_equal(tocsin_err_place(err).field, "limit.body");
    assert_true(span_ends(span_of(tocsin_err_place(err).file), SPAN("/node.yaml")));
    tocsin_err_free(err);
}

static void unknown_names_have_a_nearest(void **state)
{
    static const char *const rows[][2] = {
        {"titel: x", "node.yaml:1:1: titel: no such setting; did you mean title?"},
        {"limit:\n  bdoy: 1", "node.yaml:2:3: limit.bdoy: no such setting; did you mean limit.body?"},
        {"body: 8 MB", "node.yaml:1:1: body: no such setting; did you mean limit.body?"},
        {"limits:\n  body: 1", "node.yaml:1:1: limits: no such setting; did you mean limit?"},
        {"quentabry: 1", "quentabry: no such setting; `tocsin config` lists them"},
        {"limit:\n  limit:\n    body: 1", "limit.limit: no such setting; did you mean match.limit?"},
        {"<<: {title: x}", "<<: no such setting; `tocsin config` lists them"},
        {"\"\": x", "no such setting; `tocsin config` lists them"},
        {"\"ti\\0tle\": x", "no such setting; `tocsin config` lists them"},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_refused(*state, rows[i][0], rows[i][1]);
}

static void nothing_stands_there_twice(void **state)
{
    assert_refused(*state, "title: a\ntitle: b\n",
                   "node.yaml:2:1: title: it stands in line 1 already");
    assert_refused(*state, "limit:\n  body: 1 MB\nlimit:\n  url: 2 kB\n",
                   "node.yaml:3:1: limit: it stands in line 1 already");
    assert_refused(*state, "limit:\n  body: 1 MB\nlimit.body: 1 MB\n",
                   "node.yaml:3:1: limit.body: it stands in line 2 already");
}

static void other_shapes_are_refused(void **state)
{
    static const char *const rows[][2] = {
        {"[title]", "node.yaml:1:1: settings (NAME: VALUE) are wanted here, and not a list"},
        {"title", "node.yaml:1:1: settings (NAME: VALUE) are wanted here, and not a single value"},
        {"title:\n", "title: no value; without this line the default is in force"},
        {"title: null\n", "title: no value; without this line the default is in force"},
        {"title: [a, b]\n", "node.yaml:1:8: title: a single value is wanted here, and not a list"},
        {"title:\n  a: b\n", "title: a single value is wanted here, and not names with values"},
        {"listen: {a: b}\n", "listen: a list is wanted here, and not names with values"},
        {"listen: [[a]]\n", "listen: a text is wanted here, and not a list"},
        {"listen: [~]\n", "listen: a text is wanted here, and not nothing"},
        {"limit: 5\n", "limit: the settings of limit are wanted here, and not a single value"},
        {"limit: [body]\n", "limit: the settings of limit are wanted here, and not a list"},
        {"[a]: b\n", "node.yaml:1:1: a name is wanted here, and not a list"},
        {"{a: b}: c\n", "node.yaml:1:1: a name is wanted here, and not names with values"},
        {"title: a\n---\ntitle: b\n", "node.yaml:2:1: a second document begins here"},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_refused(*state, rows[i][0], rows[i][1]);
}

static void anchors_aliases_and_tags_are_refused(void **state)
{
    static const char *const rows[][2] = {
        {"title: &a x\nurl: *a\n", "node.yaml:1:8: settings have no anchors (&)"},
        {"title: *a\n", "node.yaml:1:8: settings have no aliases (*)"},
        {"&a title: x\n", "node.yaml:1:1: settings have no anchors (&)"},
        {"&a {title: x}\n", "node.yaml:1:1: settings have no anchors (&)"},
        {"listen: &a [x]\n", "node.yaml:1:9: settings have no anchors (&)"},
        {"title: !!str x\n", "node.yaml:1:8: settings have no tags (!)"},
        {"limit: !!map {}\n", "node.yaml:1:8: settings have no tags (!)"},
        {"listen: !x [a]\n", "node.yaml:1:9: settings have no tags (!)"},
        {"a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]\n",
         "node.yaml:1:1: a: no such setting; `tocsin config` lists them"},
        {"listen: [&a x, *a, *a]\n", "node.yaml:1:10: settings have no anchors (&)"},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_refused(*state, rows[i][0], rows[i][1]);
}

static void what_is_no_yaml_is_said(void **state)
{
    const struct home *h = *state;
    static const char *const rows[] = {"title: [a\n", "title: \"a\n", "title: b: c\n", "\ttitle: x\n",
                                       "title: x\n y: z\n", "%FOO", "title: @x\n", "title: \x01\n",
                                       "- a\nb: c\n", "title: 'x\\\n"};

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct config *c = NULL;
        struct tocsin_err *err;

        home_write(h, span_of(rows[i]));
        err = config_load(h->path, NULL, 0, &c);
        assert_non_null(err);
        assert_int_equal(tocsin_err_code(err), TOCSIN_ERR_PARSE);
        assert_true(tocsin_err_place(err).line > 0);
        tocsin_err_free(err);
    }
}

static void bytes_that_are_no_text_are_refused(void **state)
{
    assert_refused(*state, "title: x\nurl: \xff\n", "node.yaml:2: not UTF-8");
    assert_refused_bytes(*state, SPAN("title: a\0b\n"), "node.yaml:1: not UTF-8");
    assert_refused_bytes(*state, SPAN("\xff\xfet\0i\0"), "node.yaml:1: not UTF-8");
    assert_refused(*state, "title: \"a\\nb\"\n", "title: character 2 is a control character");
    assert_refused(*state, "title: \"a\\0b\"\n", "title: byte 2 is not UTF-8");
}

static struct span repeated(struct buf *b, const char *begin, const char *part, size_t n)
{
    buf_str(b, begin);
    for (size_t i = 0; i < n; i++)
        buf_str(b, part);
    return buf_view(b);
}

static void what_is_too_long_is_refused(void **state)
{
    static const struct {
        const char *begin, *part;
        size_t n;
        const char *text;
    } rows[] = {
        {"#", "0123456789abcdef", 1 << 14, "node.yaml: larger than 262144 bytes"},
        {"title: ", "x", 4097, "node.yaml:1:8: title: longer than 4096 bytes"},
        {"listen:\n", "- 127.0.0.1:1\n", 257, "node.yaml:258:3: listen: more than 256 in a list"},
        {"listen:\n", "- 127.0.0.1:1\n", 17, "listen: 17 of them, where 1..16 may be"},
        {"x: ", "[", 100000, "node.yaml:1:1: x: no such setting; `tocsin config` lists them"},
        {"listen: ", "[", 100000, "listen: a text is wanted here, and not a list"},
        {"", "{", 100000, "node.yaml:1:2: a name is wanted here, and not names with values"},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct buf b = {0};

        assert_refused_bytes(*state, repeated(&b, rows[i].begin, rows[i].part, rows[i].n),
                             rows[i].text);
        buf_free(&b);
    }
}

static void a_long_name_is_refused(void **state)
{
    struct buf b = {0};
    struct config *c = NULL;
    const struct home *h = *state;
    struct tocsin_err *err;

    repeated(&b, "? ", "x", 5000);
    buf_str(&b, "\n: y\n");
    home_write(h, buf_view(&b));
    err = config_load(h->path, NULL, 0, &c);
    assert_int_equal(tocsin_err_code(err), TOCSIN_ERR_LIMIT);
    assert_said(err, "node.yaml:1:3: a name of more than 4096 bytes");
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_is_fine),
        TEST(values_may_be_written_in_any_style),
        TEST(a_place_is_line_and_column),
        TEST(unknown_names_have_a_nearest),
        TEST(nothing_stands_there_twice),
        TEST(other_shapes_are_refused),
        TEST(anchors_aliases_and_tags_are_refused),
        TEST(what_is_no_yaml_is_said),
        TEST(bytes_that_are_no_text_are_refused),
        TEST(what_is_too_long_is_refused),
        TEST(a_long_name_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
