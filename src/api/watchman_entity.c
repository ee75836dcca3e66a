/* SPDX-License-Identifier: Apache-2.0
 *
 * An entity of FollowTheMoney as Watchman's Entity: one object for its kind, the others null.
 *
 *     name, entityType, sourceList, sourceID, person, business, organization, aircraft, vessel,
 *     contact, addresses, cryptoAddresses, affiliations, sanctionsInfo, historicalInfo, sourceData
 *
 * Watchman's dates are moments: a year is its first of January. sourceData is the entity as it was
 * loaded, without what hangs on it.
 */
#include "api/watchman.h"

#include <stdlib.h>

static const struct {
    const char *source, *dataset;
} sources[] = {
#define SOURCE(source, dataset) {source, dataset},
#include "api/watchman_source.def"
#undef SOURCE
};

const char *watchman_source(const char *dataset)
{
    for (size_t i = 0; i < ARRAY_LEN(sources); i++)
        if (strcmp(sources[i].dataset, dataset) == 0)
            return sources[i].source;
    return NULL;
}

const char *watchman_dataset(const char *source, size_t *at)
{
    while (*at < ARRAY_LEN(sources)) {
        size_t i = (*at)++;

        if (strcmp(sources[i].source, source) == 0)
            return sources[i].dataset;
    }
    return NULL;
}

const char *watchman_type(enum schema s)
{
    if (schema_is_a(s, SCHEMA_Person))
        return "person";
    if (schema_is_a(s, SCHEMA_Airplane))
        return "aircraft";
    if (schema_is_a(s, SCHEMA_Vessel))
        return "vessel";
    if (schema_is_a(s, SCHEMA_Company))
        return "business";
    return schema_is_a(s, SCHEMA_LegalEntity) ? "organization" : "";
}

/* ---- values ---------------------------------------------------------------------------------- */

static const char *text_of(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text ? text : "";
}

static json_t *values(const json_t *entity, const char *property)
{
    return json_object_get(json_object_get(entity, "properties"), property);
}

static enum schema schema_of(const json_t *entity)
{
    return schema_find(span_of(text_of(entity, "schema")));
}

/* The first text, or "". */
static const char *first(const json_t *entity, const char *property)
{
    const char *text = json_string_value(json_array_get(values(entity, property), 0));

    return text ? text : "";
}

static void add_texts(json_t *to, const json_t *entity, const char *property)
{
    const json_t *list = values(entity, property);

    for (size_t i = 0; i < json_array_size(list); i++)
        if (json_is_string(json_array_get(list, i)))
            json_array_append(to, json_array_get(list, i));
}

static json_t *texts(const json_t *entity, const char *property)
{
    json_t *out = json_array();

    add_texts(out, entity, property);
    return out;
}

/* "1961-03" as "1961-03-01T00:00:00Z"; null without a date. */
static json_t *moment(const json_t *entity, const char *property)
{
    const char *text = first(entity, property);
    char day[11] = "0000-01-01";
    size_t n = strlen(text);

    if (n < 4)
        return json_null();
    memcpy(day, text, n < 10 ? n : 10);
    return json_sprintf("%sT00:00:00Z", day);
}

/* The digits of a text: "IMO 9999993", "25,214". */
static json_t *digits(const json_t *entity, const char *property)
{
    const char *text = first(entity, property);
    struct buf b = {0};
    json_t *out;

    for (; *text && *text != '.'; text++)
        if (*text >= '0' && *text <= '9')
            buf_char(&b, *text);
    out = json_string(buf_cstr(&b));
    buf_free(&b);
    return out;
}

static json_t *number(const json_t *entity, const char *property)
{
    json_t *text = digits(entity, property);
    json_t *out = json_integer((json_int_t)strtoll(json_string_value(text), NULL, 10));

    json_decref(text);
    return out;
}

/* ---- names, numbers -------------------------------------------------------------------------- */

static const char *name_of(const json_t *entity)
{
    const char *caption = text_of(entity, "caption");

    return caption[0] ? caption : first(entity, "name");
}

static json_t *other_names(const json_t *entity)
{
    static const char *const properties[] = {"name", "alias", "weakAlias"};
    json_t *all = json_array(), *out = json_array(), *one;
    size_t i;

    for (size_t p = 0; p < ARRAY_LEN(properties); p++)
        add_texts(all, entity, properties[p]);
    json_array_foreach(all, i, one)
        if (strcmp(json_string_value(one), name_of(entity)) != 0)
            json_array_append(out, one);
    json_decref(all);
    return out;
}

static void add_id(json_t *to, const char *type, const char *country, const char *number)
{
    const json_t *one;
    size_t i;

    json_array_foreach(to, i, one)
        if (strcmp(text_of(one, "identifier"), number) == 0)
            return;
    if (number[0])
        json_array_append_new(to, json_pack("{s:s, s:s, s:s}", "type", type, "country", country,
                                            "identifier", number));
}

/* Documents that are entities of their own know their country, so they come first. */
static void add_documents(json_t *to, const json_t *entity)
{
    const json_t *list, *one;
    const char *property;
    size_t i;

    json_object_foreach(json_object_get(entity, "properties"), property, list)
        json_array_foreach(list, i, one) {
            enum schema s = json_is_object(one) ? schema_of(one) : SCHEMA_NONE;

            if (s == SCHEMA_Passport)
                add_id(to, "passport", first(one, "country"), first(one, "number"));
            else if (s == SCHEMA_Identification)
                add_id(to, "national-id", first(one, "country"), first(one, "number"));
        }
}

static json_t *government_ids(const json_t *entity)
{
    static const struct {
        const char *property, *type;
    } rows[] = {
        {"passportNumber", "passport"},      {"socialSecurityNumber", "ssn"},
        {"taxNumber", "tax-id"},             {"innCode", "tax-id"},
        {"idNumber", "national-id"},         {"registrationNumber", "business-registration"},
        {"ogrnCode", "commercial-registry"},
    };
    json_t *out = json_array();

    add_documents(out, entity);
    for (size_t r = 0; r < ARRAY_LEN(rows); r++) {
        const json_t *list = values(entity, rows[r].property);

        for (size_t i = 0; i < json_array_size(list); i++) {
            const char *text = json_string_value(json_array_get(list, i));

            add_id(out, rows[r].type, "", text ? text : "");
        }
    }
    return out;
}

/* ---- kinds ----------------------------------------------------------------------------------- */

static json_t *person(const json_t *e)
{
    json_t *titles = texts(e, "title");

    add_texts(titles, e, "position");
    return json_pack("{s:s, s:o, s:s, s:o, s:s, s:o, s:o, s:o}", "name", name_of(e), "altNames",
                     other_names(e), "gender", first(e, "gender"), "birthDate",
                     moment(e, "birthDate"), "placeOfBirth", first(e, "birthPlace"), "deathDate",
                     moment(e, "deathDate"), "titles", titles, "governmentIDs",
                     government_ids(e));
}

static json_t *organization(const json_t *e)
{
    return json_pack("{s:s, s:o, s:o, s:o, s:o}", "name", name_of(e), "altNames", other_names(e),
                     "created", moment(e, "incorporationDate"), "dissolved",
                     moment(e, "dissolutionDate"), "governmentIDs", government_ids(e));
}

static json_t *aircraft(const json_t *e)
{
    return json_pack("{s:s, s:o, s:s, s:s, s:o, s:s, s:s, s:s}", "name", name_of(e), "altNames",
                     other_names(e), "type", first(e, "type"), "flag", first(e, "country"), "built",
                     moment(e, "buildDate"), "icaoCode", first(e, "icaoCode"), "model",
                     first(e, "model"), "serialNumber", first(e, "serialNumber"));
}

/* What stands at the other end of the first edge of a property. */
static const json_t *beyond(const json_t *edge)
{
    const json_t *list, *one;
    const char *property;
    size_t i;

    json_object_foreach(json_object_get(edge, "properties"), property, list)
        json_array_foreach(list, i, one)
            if (json_is_object(one))
                return one;
    return NULL;
}

static json_t *vessel(const json_t *e)
{
    const json_t *owner = beyond(json_array_get(values(e, "ownershipAsset"), 0));

    return json_pack("{s:s, s:o, s:o, s:s, s:s, s:o, s:s, s:o, s:s, s:s, s:o, s:s}", "name",
                     name_of(e), "altNames", other_names(e), "imoNumber", digits(e, "imoNumber"),
                     "type", first(e, "type"), "flag", first(e, "flag"), "built",
                     moment(e, "buildDate"), "model", first(e, "model"), "tonnage",
                     number(e, "tonnage"), "mmsi", first(e, "mmsi"), "callSign",
                     first(e, "callSign"), "grossRegisteredTonnage",
                     number(e, "grossRegisteredTonnage"), "owner", owner ? name_of(owner) : "");
}

static void set_kind(json_t *out, const json_t *entity, const char *type)
{
    static const struct {
        const char *type;
        json_t *(*make)(const json_t *entity);
    } rows[] = {{"person", person},
                {"business", organization},
                {"organization", organization},
                {"aircraft", aircraft},
                {"vessel", vessel}};

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        json_object_set_new(out, rows[i].type,
                            strcmp(rows[i].type, type) == 0 ? rows[i].make(entity) : json_null());
}

/* ---- what hangs on it ------------------------------------------------------------------------ */

static json_t *contact(const json_t *e)
{
    return json_pack("{s:o, s:o, s:[], s:o}", "emailAddresses", texts(e, "email"), "phoneNumbers",
                     texts(e, "phone"), "faxNumbers", "websites", texts(e, "website"));
}

static json_t *address(const json_t *a)
{
    const char *line = first(a, "street");
    double latitude = strtod(first(a, "latitude"), NULL);
    double longitude = strtod(first(a, "longitude"), NULL);

    if (!line[0])
        line = first(a, "full");
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:f, s:f}", "line1", line, "line2",
                     first(a, "street2"), "city", first(a, "city"), "postalCode",
                     first(a, "postalCode"), "state", first(a, "state"), "country",
                     first(a, "country"), "latitude", latitude, "longitude", longitude);
}

static json_t *addresses(const json_t *e)
{
    json_t *out = json_array(), *one;
    size_t i;

    json_array_foreach(values(e, "addressEntity"), i, one)
        if (json_is_object(one))
            json_array_append_new(out, address(one));
    json_array_foreach(values(e, "address"), i, one)
        json_array_append_new(out, json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:f, s:f}", "line1",
                                             json_string_value(one), "line2", "", "city", "",
                                             "postalCode", "", "state", "", "country", "",
                                             "latitude", 0.0, "longitude", 0.0));
    return out;
}

static json_t *wallet(const json_t *w)
{
    return json_pack("{s:s, s:s}", "currency", first(w, "currency"), "address",
                     first(w, "publicKey"));
}

static json_t *wallets(const json_t *e)
{
    json_t *out = json_array(), *one;
    size_t i;

    if (schema_of(e) == SCHEMA_CryptoWallet)
        json_array_append_new(out, wallet(e));
    json_array_foreach(values(e, "cryptoWallets"), i, one)
        if (json_is_object(one))
            json_array_append_new(out, wallet(one));
    return out;
}

static json_t *affiliations(const json_t *e)
{
    json_t *out = json_array(), *list, *one;
    const char *property;
    size_t i;

    json_object_foreach(json_object_get(e, "properties"), property, list)
        json_array_foreach(list, i, one) {
            enum schema s = json_is_object(one) ? schema_of(one) : SCHEMA_NONE;
            const json_t *end = s && schema_edge(s) ? beyond(one) : NULL;
            const char *role = first(one, "role");

            if (end)
                json_array_append_new(out, json_pack("{s:s, s:s, s:s}", "entityName", name_of(end),
                                                     "type", schema_label(s), "details",
                                                     role[0] ? role : first(one, "relationship")));
        }
    return out;
}

static bool says(const json_t *sanction, const char *words)
{
    static const char *const where[] = {"program", "provisions", "reason", "summary"};

    for (size_t p = 0; p < ARRAY_LEN(where); p++) {
        const json_t *list = values(sanction, where[p]), *one;
        size_t i;

        json_array_foreach(list, i, one)
            if (json_is_string(one) && strcasestr(json_string_value(one), words))
                return true;
    }
    return false;
}

static json_t *sanctions(const json_t *e)
{
    json_t *programs = json_array(), *one;
    const json_t *list = values(e, "sanctions");
    const char *description = "";
    bool secondary = false;
    size_t i;

    json_array_foreach(list, i, one) {
        add_texts(programs, one, "program");
        if (!description[0])
            description = first(one, "reason");
        if (!description[0])
            description = first(one, "summary");
        secondary |= says(one, "secondary sanctions");
    }
    if (json_array_size(list))
        return json_pack("{s:o, s:b, s:s}", "programs", programs, "secondary", secondary,
                         "description", description);
    json_decref(programs);
    return json_null();
}

static json_t *history(const json_t *e)
{
    json_t *out = json_array(), *one;
    size_t i;

    json_array_foreach(values(e, "previousName"), i, one)
        json_array_append_new(out, json_pack("{s:s, s:O, s:n}", "type", "Former Name", "value", one,
                                             "date"));
    return out;
}

/* The entity with ids in place of what was nested, and without the ways back. */
static json_t *flat(const json_t *e)
{
    json_t *out = json_copy((json_t *)(uintptr_t)e), *properties = json_object(), *list, *one;
    const char *property;
    size_t i;

    json_object_foreach(json_object_get(e, "properties"), property, list) {
        enum prop p = prop_find(span_of(property));
        json_t *kept = json_array();

        json_array_foreach(list, i, one)
            json_array_append(kept, json_is_object(one) ? json_object_get(one, "id") : one);
        if (p != PROP_NONE && schema_has(schema_of(e), p))
            json_object_set(properties, property, kept);
        json_decref(kept);
    }
    json_object_set_new(out, "properties", properties);
    return out;
}

json_t *watchman_entity(const json_t *e)
{
    const char *type = watchman_type(schema_of(e));
    const char *dataset = json_string_value(json_array_get(json_object_get(e, "datasets"), 0));
    const char *source = dataset ? watchman_source(dataset) : NULL;
    json_t *out = json_pack("{s:s, s:s, s:s, s:s}", "name", name_of(e), "entityType", type,
                            "sourceList", source ? source : dataset ? dataset : "", "sourceID",
                            text_of(e, "id"));

    set_kind(out, e, type);
    json_object_set_new(out, "contact", contact(e));
    json_object_set_new(out, "addresses", addresses(e));
    json_object_set_new(out, "cryptoAddresses", wallets(e));
    json_object_set_new(out, "affiliations", affiliations(e));
    json_object_set_new(out, "sanctionsInfo", sanctions(e));
    json_object_set_new(out, "historicalInfo", history(e));
    json_object_set_new(out, "sourceData", dataset ? flat(e) : json_null());
    return out;
}
