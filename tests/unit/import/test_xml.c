/* SPDX-License-Identifier: Apache-2.0
 *
 * XML events and trees, and the traps that XML is known for.
 */
#include "check.h"

#include <fcntl.h>

#include "import/source.h"

struct fixture {
    struct scratch scratch;
    struct reader *reader;
    struct xml xml;
    struct arena *arena;
    int fd;
};

static struct tocsin_err *open_bytes(struct fixture *f, struct span content)
{
    memset(f, 0, sizeof(*f));
    scratch_new(&f->scratch);
    f->fd = open(scratch_file(&f->scratch, "list.xml", content), O_RDONLY);
    assert_true(f->fd >= 0);
    f->reader = reader_new("list.xml", f->fd, NULL);
    f->arena = arena_new();
    return xml_open(f->reader, &f->xml);
}

static struct xml *open_text(struct fixture *f, const char *text)
{
    assert_ok(open_bytes(f, span_of(text)));
    return &f->xml;
}

static void done_with(struct fixture *f)
{
    xml_close(&f->xml);
    reader_free(f->reader);
    arena_free(f->arena);
    close(f->fd);
    scratch_free(&f->scratch);
}

static void assert_event(struct xml *x, enum xml_event event, const char *text, unsigned depth)
{
    assert_ok(xml_next(x));
    assert_int_equal(x->event, event);
    if (event == XML_TEXT)
        assert_span(x->text, span_of(text));
    else if (event != XML_DONE)
        assert_span(x->name, span_of(text));
    if (event == XML_START || event == XML_END)
        assert_int_equal(x->depth, depth);
}

static struct tocsin_err *read_to_end(struct xml *x)
{
    do
        TRY(xml_next(x));
    while (x->event != XML_DONE);
    return NULL;
}

/* The error of a text that opens, or does not even open. */
static struct tocsin_err *error_of(struct span content)
{
    struct fixture f;
    struct tocsin_err *err = open_bytes(&f, content);
    if (!err)
        err = read_to_end(&f.xml);
    if (err) { /* errors stick */
        struct tocsin_err *again = xml_next(&f.xml);
        assert_int_equal(tocsin_err_code(again), tocsin_err_code(err));
        tocsin_err_free(again);
        assert_true(reader_dead(f.reader));
    }
    done_with(&f);
    return err;
}

static void assert_refused(const char *text, enum tocsin_code code, const char *part)
{
    assert_error(error_of(span_of(text)), code, part);
}

/* ---- events ---------------------------------------------------------------------------------- */

static void events_come_in_order_with_depth_and_place(void **state)
{
    (void)state;
    struct fixture f;
    struct xml *x = open_text(&f, "<?xml version=\"1.0\"?>\n<!-- c --><a>\n  <b>t</b>\n</a>\n");
    assert_event(x, XML_START, "a", 1);
    assert_event(x, XML_START, "b", 2);
    assert_int_equal(x->line, 3);
    assert_int_equal(reader_line_number(f.reader), 3);
    assert_event(x, XML_TEXT, "t", 0);
    assert_event(x, XML_END, "b", 2);
    assert_event(x, XML_END, "a", 1);
    assert_event(x, XML_DONE, NULL, 0);
    assert_event(x, XML_DONE, NULL, 0);
    done_with(&f);
}

static void attributes_are_found_by_local_name(void **state)
{
    (void)state;
    struct fixture f;
    struct xml *x =
        open_text(&f, "<n:a xmlns:n='u' x='1 &amp; &lt;2&gt; &#233;' n:y=\"&quot;&apos;\"/>");
    assert_event(x, XML_START, "a", 1);
    assert_span(xml_attr(x, "x"), SPAN("1 & <2> \xc3\xa9"));
    assert_span(xml_attr(x, "y"), SPAN("\"'"));
    assert_span(xml_attr(x, "z"), SPAN(""));
    assert_event(x, XML_END, "a", 1);
    done_with(&f);
}

static void text_and_cdata_and_comments_between_are_one_text(void **state)
{
    (void)state;
    struct fixture f;
    struct xml *x = open_text(&f, "<a>x &amp; <![CDATA[<y>]]><!-- c -->&#x7a;</a>");
    assert_event(x, XML_START, "a", 1);
    assert_event(x, XML_TEXT, "x & <y>z", 0);
    assert_event(x, XML_END, "a", 1);
    done_with(&f);
}

static void a_large_file_comes_whole_through_small_pushes(void **state)
{
    (void)state;
    struct fixture f;
    struct buf text = {0};
    buf_str(&text, "<list>");
    for (int i = 0; i < 20000; i++)
        buf_printf(&text, "<e n='%d'>name %d</e>\n", i, i);
    buf_str(&text, "</list>");
    assert_ok(open_bytes(&f, buf_view(&text)));
    struct xml *x = &f.xml;
    assert_event(x, XML_START, "list", 1);
    for (int i = 0; i < 20000; i++) {
        char want[32];
        struct span got;
        assert_event(x, XML_START, "e", 2);
        snprintf(want, sizeof(want), "%d", i);
        assert_span(xml_attr(x, "n"), span_of(want));
        assert_ok(xml_content(x, f.arena, &got));
        snprintf(want, sizeof(want), "name %d", i);
        assert_span(got, span_of(want));
    }
    assert_event(x, XML_END, "list", 1);
    assert_event(x, XML_DONE, NULL, 0);
    buf_free(&text);
    done_with(&f);
}

/* ---- whole elements -------------------------------------------------------------------------- */

static void content_is_all_text_inside_and_skip_passes_over_it(void **state)
{
    (void)state;
    struct fixture f;
    struct span text;
    struct xml *x = open_text(&f, "<a><b> x<c>y</c> z </b><b><c/><c>no</c></b><d/></a>");
    assert_event(x, XML_START, "a", 1);
    assert_event(x, XML_START, "b", 2);
    assert_ok(xml_content(x, f.arena, &text));
    assert_span(text, SPAN("xy z"));
    assert_int_equal(x->event, XML_END);
    assert_event(x, XML_START, "b", 2);
    assert_ok(xml_skip(x));
    assert_int_equal(x->depth, 2);
    assert_event(x, XML_START, "d", 2);
    assert_ok(xml_skip(x));
    assert_event(x, XML_END, "a", 1);
    done_with(&f);
}

static void a_tree_has_texts_attributes_and_children_in_order(void **state)
{
    (void)state;
    struct fixture f;
    struct node *n;
    struct xml *x =
        open_text(&f, "<l><e id='7'>\n one <p><q>deep</q></p> two <r>1</r><s/><r>2</r></e>"
                      "<e/></l>");
    assert_event(x, XML_START, "l", 1);
    assert_event(x, XML_START, "e", 2);
    assert_ok(xml_tree(x, f.arena, &n));
    assert_int_equal(x->event, XML_END);
    assert_int_equal(x->depth, 2);
    assert_span(n->text, SPAN("one two"));
    assert_span(node_attr(n, "id"), SPAN("7"));
    assert_span(node_attr(n, "no"), SPAN(""));
    assert_span(node_attr(NULL, "no"), SPAN(""));
    assert_span(node_text(n, "p/q"), SPAN("deep"));
    assert_span(node_text(n, "p/no"), SPAN(""));
    const struct node *r = node_child(n, "r");
    assert_span(r->text, SPAN("1"));
    r = node_next(r, "r");
    assert_span(r->text, SPAN("2"));
    assert_null(node_next(r, "r"));
    assert_null(node_child(n, "none"));
    assert_event(x, XML_START, "e", 2);
    assert_ok(xml_tree(x, f.arena, &n));
    assert_null(n->child);
    assert_span(n->text, SPAN(""));
    assert_event(x, XML_END, "l", 1);
    done_with(&f);
}

/* ---- encodings ------------------------------------------------------------------------------- */

static void latin1_and_utf16_are_read_as_declared(void **state)
{
    (void)state;
    static const struct span texts[] = {
        {"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xeb</a>", 52},
        {"<?xml version='1.0' encoding='utf-8'?><a>\xc3\xab</a>", 48},
        {"\xef\xbb\xbf<a>\xc3\xab</a>", 12},
        {"\xff\xfe<\0a\0>\0\xeb\0<\0/\0a\0>\0", 18},
    };
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        struct fixture f;
        struct span text;
        assert_ok(open_bytes(&f, texts[i]));
        assert_event(&f.xml, XML_START, "a", 1);
        assert_ok(xml_content(&f.xml, f.arena, &text));
        assert_span(text, SPAN("\xc3\xab"));
        done_with(&f);
    }
}

static void other_encodings_and_damaged_utf8_are_refused(void **state)
{
    (void)state;
    assert_refused("<?xml version='1.0' encoding='EUC-JP'?><a/>", TOCSIN_ERR_UNSUPPORTED, "EUC-JP");
    assert_refused("<a>Zo\xeb</a>", TOCSIN_ERR_PARSE, "UTF-8");
    assert_error(error_of(SPAN("<a>x\0y</a>")), TOCSIN_ERR_PARSE, "");
}

/* ---- traps ----------------------------------------------------------------------------------- */

static void a_doctype_is_refused_before_anything_in_it_counts(void **state)
{
    (void)state;
    assert_refused("<!DOCTYPE a><a/>", TOCSIN_ERR_PARSE, "<!DOCTYPE");
    assert_refused("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
                   TOCSIN_ERR_PARSE, "<!DOCTYPE");
    assert_refused("<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/x.dtd'><a/>", TOCSIN_ERR_PARSE,
                   "<!DOCTYPE");
    assert_refused("<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;'>"
                   "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]><a>&c;</a>",
                   TOCSIN_ERR_PARSE, "<!DOCTYPE");
}

static void an_entity_that_nobody_declared_is_an_error(void **state)
{
    (void)state;
    assert_refused("<a>&nbsp;</a>", TOCSIN_ERR_PARSE, "nbsp");
    assert_refused("<a b='&x;'/>", TOCSIN_ERR_PARSE, "x");
}

static void ten_thousand_open_elements_are_refused(void **state)
{
    (void)state;
    struct buf text = {0};
    for (int i = 0; i < 10000; i++)
        buf_str(&text, "<a>");
    for (int i = 0; i < 10000; i++)
        buf_str(&text, "</a>");
    assert_error(error_of(buf_view(&text)), TOCSIN_ERR_LIMIT, "LIMIT_XML_DEPTH");
    buf_free(&text);
}

static void text_without_end_is_refused(void **state)
{
    (void)state;
    struct buf text = {0};
    buf_str(&text, "<a>");
    for (size_t i = 0; i <= LIMIT_FIELD / 16; i++)
        buf_str(&text, "sixteen bytes...");
    assert_error(error_of(buf_view(&text)), TOCSIN_ERR_LIMIT, "LIMIT_FIELD");
    buf_clear(&text);
    buf_str(&text, "<a b='");
    for (size_t i = 0; i <= LIMIT_FIELD / 16; i++)
        buf_str(&text, "sixteen bytes...");
    buf_str(&text, "'/>");
    assert_error(error_of(buf_view(&text)), TOCSIN_ERR_LIMIT, "LIMIT_FIELD");
    buf_free(&text);
}

static void an_entry_without_end_is_refused(void **state)
{
    (void)state;
    struct fixture f;
    struct buf text = {0};
    struct node *n;
    buf_str(&text, "<a>");
    for (int i = 0; i < 700000; i++)
        buf_str(&text, "<b/>");
    assert_ok(open_bytes(&f, buf_view(&text)));
    assert_event(&f.xml, XML_START, "a", 1);
    assert_error(xml_tree(&f.xml, f.arena, &n), TOCSIN_ERR_LIMIT, "LIMIT_RECORD");
    buf_free(&text);
    done_with(&f);
}

static void a_file_cut_anywhere_is_an_error(void **state)
{
    (void)state;
    static const char text[] = "<?xml version='1.0'?><a><b c='d'>x&amp;</b><!-- --></a>";
    for (size_t n = 0; n < sizeof(text) - 1; n++) {
        struct tocsin_err *err = error_of((struct span){text, n});
        assert_int_equal(tocsin_err_code(err), TOCSIN_ERR_PARSE);
        tocsin_err_free(err);
    }
    assert_ok(error_of((struct span){text, sizeof(text) - 1}));
    assert_refused("<a><b></b>", TOCSIN_ERR_PARSE, "cut short");
    assert_refused("", TOCSIN_ERR_PARSE, "empty");
}

static void what_is_not_well_formed_is_an_error_with_its_line(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "<a>\n<b></a>",          "<a>\n</a><b/>", "<a>\n</a>text", "text",
        "<a b='1' b='2'>\n</a>", "<a b=1>\n</a>", "<a>\n<</a>",
    };
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        struct tocsin_err *err = error_of(span_of(texts[i]));
        assert_int_equal(tocsin_err_code(err), TOCSIN_ERR_PARSE);
        assert_true(tocsin_err_place(err).line > 0);
        assert_string_equal(tocsin_err_place(err).file, "list.xml");
        tocsin_err_free(err);
    }
}

/* What stands before the mistake is given out first. */
static void events_before_a_mistake_are_not_lost(void **state)
{
    (void)state;
    struct fixture f;
    struct xml *x = open_text(&f, "<a><b/></c>");
    assert_event(x, XML_START, "a", 1);
    assert_event(x, XML_START, "b", 2);
    assert_event(x, XML_END, "b", 2);
    assert_error(xml_next(x), TOCSIN_ERR_PARSE, "");
    done_with(&f);
}

static void the_root_is_found_behind_whatever_comes_first(void **state)
{
    (void)state;
    assert_span(head_xml_root(SPAN("<?xml v?>\n<!-- <x> --><n:list a='b'>")), SPAN("list"));
    assert_span(head_xml_root(SPAN("<!DOCTYPE html><html>")), SPAN("html"));
    assert_span(head_xml_root(SPAN("<!DOCTYPE a SYSTEM '>' [<!ENTITY x \"]>\">]><list>")),
                SPAN("list"));
    assert_span(head_xml_root(SPAN("<!DOCTYPE a [<!ENTITY x 'y'>")), SPAN(""));
    assert_span(head_xml_root(SPAN("<list/>")), SPAN("list"));
    assert_span(head_xml_root(SPAN("name,first_name\n")), SPAN(""));
    assert_span(head_xml_root(SPAN("<!-- no end")), SPAN(""));
    assert_span(head_xml_root(SPAN("")), SPAN(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_come_in_order_with_depth_and_place),
        cmocka_unit_test(attributes_are_found_by_local_name),
        cmocka_unit_test(text_and_cdata_and_comments_between_are_one_text),
        cmocka_unit_test(a_large_file_comes_whole_through_small_pushes),
        cmocka_unit_test(content_is_all_text_inside_and_skip_passes_over_it),
        cmocka_unit_test(a_tree_has_texts_attributes_and_children_in_order),
        cmocka_unit_test(latin1_and_utf16_are_read_as_declared),
        cmocka_unit_test(other_encodings_and_damaged_utf8_are_refused),
        cmocka_unit_test(a_doctype_is_refused_before_anything_in_it_counts),
        cmocka_unit_test(an_entity_that_nobody_declared_is_an_error),
        cmocka_unit_test(ten_thousand_open_elements_are_refused),
        cmocka_unit_test(text_without_end_is_refused),
        cmocka_unit_test(an_entry_without_end_is_refused),
        cmocka_unit_test(a_file_cut_anywhere_is_an_error),
        cmocka_unit_test(what_is_not_well_formed_is_an_error_with_its_line),
        cmocka_unit_test(events_before_a_mistake_are_not_lost),
        cmocka_unit_test(the_root_is_found_behind_whatever_comes_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
