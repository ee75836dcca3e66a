/* SPDX-License-Identifier: Apache-2.0
 *
 * json_text: members and elements where they stand, in texts that are whole, cut, or no JSON.
 */
#include "../base/check.h"

#include "import/json_text.h"

static void members_are_found_as_written(void **state)
{
    struct span text = SPAN(" {\"a\" : 1 , \"b\":\"x,}\\\"\",\"c\":{\"a\":[2,{}]},"
                            "\"d\":[\"]\"] } ");

    (void)state;
    assert_true(span_eq(json_find(text, "a"), SPAN("1")));
    assert_true(span_eq(json_find(text, "b"), SPAN("\"x,}\\\"\"")));
    assert_true(span_eq(json_find(text, "c"), SPAN("{\"a\":[2,{}]}")));
    assert_true(span_eq(json_find(text, "d"), SPAN("[\"]\"]")));
    assert_null(json_find(text, "e").p);
    assert_null(json_find(SPAN("[1]"), "a").p);
    assert_null(json_find(SPAN(""), "a").p);
    assert_null(json_find((struct span){NULL, 0}, "a").p);
}

static void elements_are_found_in_order(void **state)
{
    struct span text = SPAN("[1, \"a,b\",[2,3] ,{\"x\":4},null]"), value;
    static const char *const want[] = {"1", "\"a,b\"", "[2,3]", "{\"x\":4}", "null"};

    (void)state;
    assert_true(json_open(&text, '['));
    for (size_t i = 0; i < ARRAY_LEN(want); i++) {
        assert_true(json_element(&text, &value));
        assert_true(span_eq(value, span_of(want[i])));
    }
    assert_false(json_element(&text, &value));
}

/* Nothing of a text that is cut at any byte leads out of it, or goes on for ever. */
static void a_text_may_be_cut_anywhere(void **state)
{
    static const char text[] = "{\"a\":[1,{\"b\":\"c\\\\\"}],\"d\\\"\":{\"e\":[]},\"f\":tru,"
                               "\"g\":\"\\";

    (void)state;
    for (size_t n = 0; n < sizeof(text); n++) {
        char *copy = mem_alloc(n + 1); /* of its own, so that a read behind it is seen */
        struct span cut = {copy, n}, key, value;
        memcpy(copy, text, n);
        size_t members = 0;
        json_column(cut, "a[1].b");
        if (json_open(&cut, '{'))
            while (json_member(&cut, &key, &value) && members < 100)
                members++;
        assert_true(members <= 4);
        mem_free(copy);
    }
}

static void columns_count_characters(void **state)
{
    struct span text = SPAN("{\"id\":\"\xc3\xa9\",\"properties\":{\"name\":[\"a\", \"b\"],"
                            "\"alias\":\"c\"}}");

    (void)state;
    assert_int_equal(json_column(text, "id"), 7);
    assert_int_equal(json_column(text, "properties"), 24);
    assert_int_equal(json_column(text, "properties.name[0]"), 33);
    assert_int_equal(json_column(text, "properties.name[1]"), 38);
    assert_int_equal(json_column(text, "properties.alias[0]"), 51);
    assert_int_equal(json_column(text, "properties.name[2]"), 0);
    assert_int_equal(json_column(text, "properties.title[0]"), 0);
    assert_int_equal(json_column(text, "schema"), 0);
    assert_int_equal(json_column(text, "id.x"), 0);
    assert_int_equal(json_column(text, ""), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_found_as_written),
        cmocka_unit_test(elements_are_found_in_order),
        cmocka_unit_test(a_text_may_be_cut_anywhere),
        cmocka_unit_test(columns_count_characters),
    };

    return cmocka_run_group_tests_name("json_text", tests, NULL, NULL);
}
