/* SPDX-License-Identifier: Apache-2.0
 *
 * The OpenAPI document: a program that is made from it must be able to believe it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <stdio.h>

#include "api/api_private.h"

static json_t *document(void)
{
    struct buf text = {0};
    json_error_t why;
    json_t *doc;

    api_openapi("A node", &text);
    doc = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &why);
    if (!doc)
        fail_msg("line %d: %s", why.line, why.text);
    buf_free(&text);
    return doc;
}

/* ---- references ------------------------------------------------------------------------------ */

static const json_t *resolve(const json_t *doc, const char *ref)
{
    struct span rest = span_of(ref), part;
    char name[128];

    assert_true(span_starts(rest, SPAN("#/")));
    rest = span_from(rest, 2);
    while (doc && span_split(&rest, '/', &part)) {
        snprintf(name, sizeof(name), "%.*s", SPAN_ARG(part));
        doc = json_object_get(doc, name);
    }
    return doc;
}

static size_t check_refs(const json_t *doc, const json_t *at)
{
    const char *ref = json_string_value(json_object_get(at, "$ref")), *key;
    json_t *child;
    size_t n = ref != NULL, i;

    if (ref && !resolve(doc, ref))
        fail_msg("%s leads nowhere", ref);
    json_object_foreach((json_t *)(uintptr_t)at, key, child)
        n += check_refs(doc, child);
    json_array_foreach(at, i, child)
        n += check_refs(doc, child);
    return n;
}

static void every_reference_leads_somewhere(void **state)
{
    json_t *doc = document();

    (void)state;
    assert_true(check_refs(doc, doc) > 40);
    json_decref(doc);
}

/* ---- routes ---------------------------------------------------------------------------------- */

/* The object of a route; '*path' as the document has it. */
static const json_t *operation(const json_t *doc, const struct route *route, char path[256])
{
    char method[8] = "";
    char *dots;

    snprintf(path, 256, "%s", route->path);
    dots = strstr(path, "...}");
    if (dots)
        memcpy(dots, "}", 2);
    for (size_t i = 0; http_method_name(route->method)[i]; i++)
        method[i] = (char)(http_method_name(route->method)[i] | 0x20);
    return json_object_get(json_object_get(json_object_get(doc, "paths"), path), method);
}

static void every_route_is_in_it_once(void **state)
{
    json_t *doc = document(), *methods;
    const char *path;
    size_t n = 0;
    char here[256];

    (void)state;
    for (size_t i = 0; i < ROUTES; i++) {
        const struct route *route = route_row((enum route_id)i);
        const json_t *op = operation(doc, route, here);

        if (!op)
            fail_msg("%s %s is not there", http_method_name(route->method), here);
        assert_string_equal(json_string_value(json_object_get(op, "operationId")), route->name);
    }
    json_object_foreach(json_object_get(doc, "paths"), path, methods)
        n += json_object_size(methods);
    assert_int_equal(n, ROUTES);
    json_decref(doc);
}

static const json_t *parameter(const json_t *op, struct span name, const char *in)
{
    json_t *one;
    size_t i;

    json_array_foreach(json_object_get(op, "parameters"), i, one)
        if (span_eq(span_of(json_string_value(json_object_get(one, "name"))), name) &&
            strcmp(json_string_value(json_object_get(one, "in")), in) == 0)
            return one;
    return NULL;
}

static size_t check_captures(const json_t *op, const char *path)
{
    struct span rest = span_from(span_of(path), 1), part;
    size_t n = 0;

    while (span_split(&rest, '/', &part)) {
        if (!span_starts(part, SPAN("{")))
            continue;
        const json_t *one = parameter(op, span_slice(part, 1, part.n - 2), "path");

        n++;
        if (!one || !json_is_true(json_object_get(one, "required")))
            fail_msg("%s: %.*s is not declared", path, SPAN_ARG(part));
    }
    return n;
}

static void every_parameter_is_declared(void **state)
{
    json_t *doc = document();
    char path[256];

    (void)state;
    for (size_t i = 0; i < ROUTES; i++) {
        const struct route *route = route_row((enum route_id)i);
        const json_t *op = operation(doc, route, path);
        size_t n, all = check_captures(op, path);
        const struct param *rows = route_params(route->id, &n);

        for (size_t k = 0; k < n; k++)
            if (!parameter(op, span_of(rows[k].name), "query"))
                fail_msg("%s: %s is not declared", path, rows[k].name);
        assert_int_equal(json_array_size(json_object_get(op, "parameters")), all + n);
    }
    json_decref(doc);
}

/* ---- bodies ---------------------------------------------------------------------------------- */

static void every_json_body_is_described(void **state)
{
    json_t *doc = document();
    char path[256];

    (void)state;
    for (size_t i = 0; i < ROUTES; i++) {
        const struct route *route = route_row((enum route_id)i);
        const json_t *body = json_object_get(operation(doc, route, path), "requestBody");
        const json_t *json = json_object_get(json_object_get(body, "content"), "application/json");

        assert_int_equal(body != NULL, route->body != BODY_NONE);
        assert_int_equal(json != NULL, route->body == BODY_JSON);
        if (json && !json_object_get(json_object_get(json, "schema"), "$ref"))
            fail_msg("%s: the body is not described", path);
    }
    json_decref(doc);
}

static void what_is_required_is_described(void **state)
{
    json_t *doc = document(), *schema, *name;
    json_t *schemas = json_object_get(json_object_get(doc, "components"), "schemas");
    const char *key;
    size_t i;

    (void)state;
    assert_true(json_object_size(schemas) > 10);
    json_object_foreach(schemas, key, schema) {
        json_array_foreach(json_object_get(schema, "required"), i, name)
            if (!json_object_get(json_object_get(schema, "properties"), json_string_value(name)) &&
                !json_object_get(schema, "allOf"))
                fail_msg("%s wants %s and does not say what it is", key, json_string_value(name));
    }
    json_decref(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_reference_leads_somewhere),
        cmocka_unit_test(every_route_is_in_it_once),
        cmocka_unit_test(every_parameter_is_declared),
        cmocka_unit_test(every_json_body_is_described),
        cmocka_unit_test(what_is_required_is_described),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
