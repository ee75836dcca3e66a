/* SPDX-License-Identifier: Apache-2.0
 *
 * A list of a few invented entities in FollowTheMoney's form, and a query in one line.
 */
#ifndef TESTS_NODE_TOWN_LIST_H
#define TESTS_NODE_TOWN_LIST_H

#include "fixture.h"

static const char *const town_entities =
    "{\"id\":\"ferdik\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Ferdik Quentabri\"],"
    "\"alias\":[\"Ferdik Brolin\"],\"weakAlias\":[\"Zorrin\"],\"birthDate\":[\"1961-03-14\"],"
    "\"nationality\":[\"mt\"],\"gender\":[\"male\"],\"passportNumber\":[\"X1234567\"],"
    "\"topics\":[\"sanction\"]}}\n"
    "{\"id\":\"fredika\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Fredika Quentabri\"],"
    "\"birthDate\":[\"1988\"],\"gender\":[\"female\"],\"topics\":[\"role.pep\"]}}\n"
    "{\"id\":\"orlim\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Orlim Vantermark\"],"
    "\"alias\":[\"Орлим Вантермарк\"],"
    "\"topics\":[\"sanction\"]}}\n"
    "{\"id\":\"lines\",\"schema\":\"Company\",\"properties\":{\"name\":[\"Quentabry Lines GmbH\"],"
    "\"leiCode\":[\"ZALMORALINES00000173\"],\"jurisdiction\":[\"mt\"],\"topics\":[\"sanction\"]}}\n"
    "{\"id\":\"heron\",\"schema\":\"Vessel\",\"properties\":{\"name\":[\"Grey Heron\"],"
    "\"imoNumber\":[\"9074729\"],\"flag\":[\"pa\"]}}\n";

static inline void load_ftm(struct town *t, const char *dataset, const char *text)
{
    struct tocsin_import_options o = {.dataset = dataset, .format = "ftm", .no_jail = true};

    snprintf(t->file, sizeof(t->file), "%s/%s.ftm.json", t->folder, dataset);
    file_write(t->file, text);
    assert_ok(tocsin_import(t->node, t->file, &o, &t->report));
}

static inline void town_with_list(struct town *t)
{
    town_open(t);
    load_ftm(t, "harbour", town_entities);
}

/* A query from "name=Ferdik Quentabri" and further lines. */
static inline struct tocsin_query *question(const char *schema, const char *const *lines)
{
    struct tocsin_query *q;

    assert_ok(tocsin_query_new(schema, &q));
    for (; *lines; lines++) {
        char property[32];
        const char *value = strchr(*lines, '=');

        snprintf(property, sizeof(property), "%.*s", (int)(value - *lines), *lines);
        assert_ok(tocsin_query_add(q, property, value + 1));
    }
    return q;
}
#define QUESTION(schema, ...) question((schema), (const char *const[]){__VA_ARGS__, NULL})

#endif
