/* SPDX-License-Identifier: Apache-2.0
 *
 * ofac_label: finding a label, taking a segment of the remarks apart, reading a document value
 * from the right, and what each kind of label adds to an entry.
 */
#include "check.h"

#include "import/ofac_label.h"

/* ---- finding -------------------------------------------------------------------------------- */

static void a_label_is_found_with_and_without_its_tail(void **state)
{
    (void)state;
    assert_int_equal(ofac_label_find(SPAN("Passport"))->kind, OFAC_PASSPORT);
    assert_int_equal(ofac_label_find(SPAN("Secondary sanctions risk:"))->kind, OFAC_PHRASE);
    assert_int_equal(ofac_label_find(SPAN("Additional Sanctions Information - "))->kind,
                     OFAC_PHRASE);
    assert_int_equal(ofac_label_find(SPAN("Digital Currency Address - XBT"))->kind, OFAC_WALLET);
    assert_int_equal(ofac_label_find(SPAN("Listing Date (EO 14024 Directive 3):"))->prop,
                     PROP_listingDate);
    assert_null(ofac_label_find(SPAN("passport")));
    assert_null(ofac_label_find(SPAN("Passport of honour")));
    assert_null(ofac_label_find(SPAN("")));
}

static void every_label_of_the_table_is_found_by_its_text(void **state)
{
    static const char *const texts[] = {
#define LABEL(text, open, kind, prop) text,
#include "import/ofac_label.def"
#undef LABEL
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        assert_string_equal(ofac_label_find(span_of(texts[i]))->text, texts[i]);
}

static void assert_split(const char *segment, const char *label, const char *value)
{
    struct span l, v;
    const struct ofac_label *known = ofac_label_split(span_of(segment), &l, &v);

    assert_int_equal(known != NULL, label[0] != 0);
    assert_span(l, span_of(label));
    assert_span(v, span_of(value));
}

static void a_segment_falls_into_label_and_value(void **state)
{
    (void)state;
    assert_split("DOB 14 Mar 1961", "DOB", "14 Mar 1961");
    assert_split("alt. DOB 1962", "DOB", "1962");
    assert_split("Alt. Passport X0000417", "Passport", "X0000417");
    assert_split("Linked To: BRINDLE QUAY", "Linked To", "BRINDLE QUAY");
    assert_split("Additional Sanctions Information - Subject to Secondary Sanctions",
                 "Additional Sanctions Information", "Subject to Secondary Sanctions");
    assert_split("Digital Currency Address - XBT 1Quen", "Digital Currency Address - XBT", "1Quen");
    assert_split("Listing Date (CMIC) 03 Jun 2021", "Listing Date (CMIC)", "03 Jun 2021");
    assert_split("a.k.a. 'THE KEEL'", "a.k.a.", "'THE KEEL'");
    assert_split("Turkish Identification Number 417", "Turkish Identification Number", "417");
    assert_split("Turkish Identificiation Number 417", "Turkish Identificiation Number", "417");
}

static void the_longest_label_wins(void **state)
{
    (void)state;
    assert_split("Registration Number 7", "Registration Number", "7");
    assert_split("Telephone No. 7", "Telephone No.", "7");
    assert_split("Aircraft Manufacturer's Serial Number (MSN) 417",
                 "Aircraft Manufacturer's Serial Number (MSN)", "417");
    assert_split("Italian Fiscal Code QNTFDK", "Italian Fiscal Code", "QNTFDK");
}

static void free_text_has_no_label(void **state)
{
    (void)state;
    assert_split("wife of Ferdik", "", "wife of Ferdik");
    assert_split("DOBERMAN owner", "", "DOBERMAN owner");
    assert_split("Passport", "", "Passport");
    assert_split("Listing Date (unclosed", "", "Listing Date (unclosed");
    assert_split("", "", "");
}

/* ---- values --------------------------------------------------------------------------------- */

static void a_document_value_is_read_from_the_right(void **state)
{
    static const struct {
        const char *text, *number, *country, *issued, *expires;
    } rows[] = {
        {"X0000417", "X0000417", "", "", ""},
        {"X0000417 (Malta)", "X0000417", "Malta", "", ""},
        {"AB 0000417 (Korea, North) issued 02 Feb 2015 expires 01 Feb 2025", "AB 0000417",
         "Korea, North", "02 Feb 2015", "01 Feb 2025"},
        {"X0000417 expires 2025", "X0000417", "", "", "2025"},
        {"X0000417 (Malta) issued Feb 2015", "X0000417", "Malta", "Feb 2015", ""},
        {"X0000417 (undetermined)", "X0000417", "undetermined", "", ""},
        {"X0000417 (kept by a friend)", "X0000417 (kept by a friend)", "", "", ""},
        {"X0000417 issued by nobody", "X0000417 issued by nobody", "", "", ""},
        {"", "", "", "", ""},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct ofac_value v =
            ofac_value_parse(ofac_label_find(SPAN("Passport")), span_of(rows[i].text));
        assert_span(v.number, span_of(rows[i].number));
        assert_span(v.country, span_of(rows[i].country));
        assert_span(v.issued, span_of(rows[i].issued));
        assert_span(v.expires, span_of(rows[i].expires));
    }
}

static void a_label_that_takes_no_document_keeps_its_text_whole(void **state)
{
    struct ofac_value v =
        ofac_value_parse(ofac_label_find(SPAN("POB")), SPAN("Port Maren (Malta)"));

    (void)state;
    assert_span(v.number, SPAN("Port Maren (Malta)"));
    assert_int_equal(v.country.n, 0);
}

/* ---- adding --------------------------------------------------------------------------------- */

/* An entry that is never sent: what was added is looked at in place. */
static struct entry *fresh(struct arena *a, enum schema schema)
{
    return entry_new(a, NULL, NULL, &ofac_issuer, schema, SPAN("ofac-90001"), 7);
}

static void add(struct entry *e, const char *segment)
{
    struct span label, value;
    const struct ofac_label *known = ofac_label_split(span_of(segment), &label, &value);
    struct ofac_value v = ofac_value_parse(known, value);

    assert_non_null(known);
    assert_ok(ofac_label_add(e, known, label, &v, 7));
}

static struct span value_of(const struct record *r, enum prop prop)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->values[i].prop == prop)
            return r->values[i].text;
    return (struct span){0};
}

static void each_kind_adds_what_it_means(void **state)
{
    static const struct {
        const char *segment;
        enum prop prop;
        const char *value;
    } rows[] = {
        {"DOB circa 1961", PROP_birthDate, "1961~"},
        {"nationality Korea, North", PROP_nationality, "kp"},
        {"Gender Female", PROP_gender, "female"},
        {"Passport X0000417 (Malta)", PROP_passportNumber, "X0000417"},
        {"National ID No. 0417-61M (Malta)", PROP_idNumber, "0417-61M"},
        {"Tax ID No. MT417 (Malta)", PROP_taxNumber, "MT417"},
        {"SSN 000-00-0417", PROP_socialSecurityNumber, "000-00-0417"},
        {"Email Address a@quentabry.example", PROP_email, "a@quentabry.example"},
        {"a.k.a. 'KEEL O' MAREN'", PROP_weakAlias, "KEEL O' MAREN"},
        {"f.k.a. 'THE MAST'", PROP_previousName, "THE MAST"},
        {"MICEX Code QNTB", PROP_notes, "MICEX Code: QNTB"},
        {"MMSI 215000417", PROP_notes, "MMSI: 215000417"},
    };
    struct arena *a = arena_new();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct entry *e = fresh(a, SCHEMA_Person);
        add(e, rows[i].segment);
        assert_span(value_of(e->entity, rows[i].prop), span_of(rows[i].value));
    }
    arena_free(a);
}

static void a_birth_place_gives_the_country_at_its_end(void **state)
{
    struct arena *a = arena_new();
    struct entry *e = fresh(a, SCHEMA_Person);

    (void)state;
    add(e, "POB Port Maren, Malta");
    assert_span(value_of(e->entity, PROP_birthCountry), SPAN("mt"));
    e = fresh(a, SCHEMA_Person);
    add(e, "POB Port Maren");
    assert_int_equal(value_of(e->entity, PROP_birthCountry).n, 0);
    arena_free(a);
}

static void an_imo_number_goes_to_its_own_property_under_any_label(void **state)
{
    struct arena *a = arena_new();
    struct entry *e = fresh(a, SCHEMA_Organization);

    (void)state;
    add(e, "Company Number IMO 0000417");
    assert_span(value_of(e->entity, PROP_imoNumber), SPAN("IMO 0000417"));
    assert_int_equal(value_of(e->entity, PROP_registrationNumber).n, 0);
    arena_free(a);
}

static void a_code_of_companies_makes_a_company(void **state)
{
    struct arena *a = arena_new();
    struct entry *e = fresh(a, SCHEMA_Organization);

    (void)state;
    add(e, "BIK (RU) 000000417");
    assert_int_equal(e->entity->schema, SCHEMA_Company);
    assert_span(value_of(e->entity, PROP_bikCode), SPAN("000000417"));
    arena_free(a);
}

static void phrases_gather_in_one_sanction(void **state)
{
    struct arena *a = arena_new();
    struct entry *e = fresh(a, SCHEMA_Person);
    struct record *own = ofac_sanction(e, SPAN("90001"));

    (void)state;
    add(e, "Secondary sanctions risk: section 1(b)");
    add(e, "Additional Program Tags - NS-PLC");
    assert_ptr_equal(e->sanction, own);
    assert_span(value_of(own, PROP_summary), SPAN("Secondary sanctions risk: section 1(b)"));
    assert_span(value_of(own, PROP_programId), SPAN("NS-PLC"));
    assert_span(value_of(own, PROP_authorityId), SPAN("90001"));
    arena_free(a);
}

static void a_date_that_is_none_is_an_error(void **state)
{
    struct collected c;
    struct scratch s;
    const char *list = "<sdnList>\n<sdnEntry><uid>1</uid><lastName>Q</lastName>"
                       "<sdnType>Individual</sdnType><idList>\n<id><idType>DOB</idType>"
                       "<idNumber>31 Feb 1961</idNumber></id></idList></sdnEntry></sdnList>";

    (void)state;
    scratch_new(&s);
    assert_error(try_collect(&c, scratch_text(&s, "a.xml", list), NULL), TOCSIN_ERR_PARSE,
                 "a.xml:3: DOB: '31 Feb 1961' is no date");
    collected_free(&c);
    scratch_free(&s);
}

static void types_of_entries_have_their_schema(void **state)
{
    (void)state;
    assert_int_equal(ofac_schema(SPAN("individual")), SCHEMA_Person);
    assert_int_equal(ofac_schema(SPAN("Individual")), SCHEMA_Person);
    assert_int_equal(ofac_schema(SPAN("")), SCHEMA_Organization);
    assert_int_equal(ofac_schema(SPAN("Vessel")), SCHEMA_Vessel);
    assert_int_equal(ofac_schema(SPAN(" aircraft ")), SCHEMA_Airplane);
    assert_int_equal(ofac_schema(SPAN("balloon")), SCHEMA_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_label_is_found_with_and_without_its_tail),
        cmocka_unit_test(every_label_of_the_table_is_found_by_its_text),
        cmocka_unit_test(a_segment_falls_into_label_and_value),
        cmocka_unit_test(the_longest_label_wins),
        cmocka_unit_test(free_text_has_no_label),
        cmocka_unit_test(a_document_value_is_read_from_the_right),
        cmocka_unit_test(a_label_that_takes_no_document_keeps_its_text_whole),
        cmocka_unit_test(each_kind_adds_what_it_means),
        cmocka_unit_test(a_birth_place_gives_the_country_at_its_end),
        cmocka_unit_test(an_imo_number_goes_to_its_own_property_under_any_label),
        cmocka_unit_test(a_code_of_companies_makes_a_company),
        cmocka_unit_test(phrases_gather_in_one_sanction),
        cmocka_unit_test(a_date_that_is_none_is_an_error),
        cmocka_unit_test(types_of_entries_have_their_schema),
    };

    return cmocka_run_group_tests_name("ofac_label", tests, NULL, NULL);
}
