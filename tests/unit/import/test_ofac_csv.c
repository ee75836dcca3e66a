/* SPDX-License-Identifier: Apache-2.0
 *
 * ofac-csv: the four files of the set, the grammar of the remarks, and what real files do.
 */
#include "check.h"

static struct collected *collect_example(struct collected *c)
{
    collect(c, DATA("ofac-csv"), NULL);
    assert_int_equal(c->bad.n, 0);
    return c;
}

/* ---- the example ----------------------------------------------------------------------------- */

static void a_person_has_names_in_the_order_in_which_they_are_said(void **state)
{
    (void)state;
    struct collected c;
    collect_example(&c);
    const char *id = "ofac-90001";
    assert_int_equal(find_record(&c, id)->schema, SCHEMA_Person);
    assert_values(&c, id, PROP_name, "Ferdik Aldous QUENTABRY", "Ferdik QUENTABRY-MARN", NULL);
    assert_values(&c, id, PROP_alias, "Ferdi QUENTABRI", NULL);
    assert_values(&c, id, PROP_previousName, "Fredrik QUENTABRY", "ALDOUS O'BRINDLE", NULL);
    assert_values(&c, id, PROP_weakAlias, "FERDI THE KEEL", NULL);
    assert_values(&c, id, PROP_firstName, "Ferdik Aldous", "Ferdi", "Fredrik", "Ferdik", NULL);
    assert_values(&c, id, PROP_lastName, "QUENTABRY", "QUENTABRI", "QUENTABRY-MARN", NULL);
    assert_values(&c, "ofac-90005", PROP_name, "Ines MARN Jr.", NULL);
    assert_values(&c, "ofac-90005", PROP_nameSuffix, "Jr.", NULL);
    assert_values(&c, "ofac-90006", PROP_name, "FERDIK OF MAREN", NULL);
    assert_values(&c, "ofac-90006", PROP_lastName, NULL);
    collected_free(&c);
}

static void the_remarks_of_a_person_become_properties(void **state)
{
    (void)state;
    struct collected c;
    collect_example(&c);
    const char *id = "ofac-90001";
    assert_values(&c, id, PROP_birthDate, "1961-03-14", "1963~", NULL);
    assert_values(&c, id, PROP_birthPlace, "Port Maren, Malta", NULL);
    assert_values(&c, id, PROP_nationality, "mt", NULL);
    assert_values(&c, id, PROP_citizenship, "it", "mt", NULL);
    assert_values(&c, id, PROP_gender, "male", NULL);
    assert_values(&c, id, PROP_email, "ferdik@example.org", NULL);
    assert_values(&c, id, PROP_phone, "356 0000 0417", NULL);
    assert_values(&c, id, PROP_passportNumber, "X0000417", "00 55 17", NULL);
    assert_values(&c, id, PROP_idNumber, "CUD: A000000417", NULL);
    assert_values(&c, id, PROP_socialSecurityNumber, "000-00-0417", NULL);
    assert_values(&c, id, PROP_taxNumber, "417417", NULL);
    assert_values(&c, id, PROP_position, "Director, Brindle Quay Holdings; Harbour Master", NULL);
    assert_values(&c, id, PROP_notes, "wife of nobody", NULL);
    assert_values(&c, id, PROP_topics, "sanction", NULL);
    assert_values(&c, id, PROP_sourceUrl,
                  "https://sanctionssearch.ofac.treas.gov/Details.aspx?id=90001", NULL);
    assert_int_equal(find_record(&c, id)->line, 1);
    collected_free(&c);
}

static void papers_wallets_and_measures_are_entities(void **state)
{
    (void)state;
    struct collected c;
    const char *id = "ofac-90001";
    collect_example(&c);
    const struct record *r = find_child(&c, id, SCHEMA_Passport, 0);
    assert_record_values(r, PROP_number, "X0000417", NULL);
    assert_record_values(r, PROP_country, "mt", NULL);
    assert_record_values(r, PROP_startDate, "2015-02-02", NULL);
    assert_record_values(r, PROP_endDate, "2025-02-01", NULL);
    assert_record_values(r, PROP_holder, id, NULL);
    assert_record_values(find_child(&c, id, SCHEMA_Passport, 1), PROP_number, "00 55 17", NULL);
    r = find_child(&c, id, SCHEMA_Identification, 0);
    assert_record_values(r, PROP_type, "National ID No.", NULL);
    assert_record_values(r, PROP_number, "CUD: A000000417", NULL);
    r = find_child(&c, id, SCHEMA_CryptoWallet, 0);
    assert_record_values(r, PROP_currency, "XBT", NULL);
    assert_record_values(r, PROP_publicKey, "1QuentabryInventedAddress417", NULL);
    r = find_child(&c, id, SCHEMA_Sanction, 0);
    assert_record_values(r, PROP_program, "SDGT", "IFSR", NULL);
    assert_record_values(r, PROP_entity, id, NULL);
    assert_record_values(r, PROP_authority, "Office of Foreign Assets Control", NULL);
    assert_record_values(r, PROP_authorityId, "90001", NULL);
    assert_record_values(r, PROP_country, "us", NULL);
    assert_record_values(r, PROP_summary,
                         "Secondary sanctions risk: section 1(b) of Executive Order "
                         "13224, as amended by Executive Order 13886",
                         NULL);
    assert_null(find_child(&c, id, SCHEMA_Sanction, 1));
    collected_free(&c);
}

static void addresses_are_taken_apart(void **state)
{
    (void)state;
    struct collected c;
    const char *id = "ofac-90001";
    collect_example(&c);
    assert_values(&c, id, PROP_address, "12 Cooper Lane, Port Maren MRN 1042, Malta",
                  "P.O. Box 17, Amberstrand, Quay Province 00417-A, Palestine", NULL);
    assert_values(&c, id, PROP_country, "mt", "ps", NULL);
    const struct record *r = find_child(&c, id, SCHEMA_Address, 1);
    assert_record_values(r, PROP_street, "P.O. Box 17", NULL);
    assert_record_values(r, PROP_city, "Amberstrand", NULL);
    assert_record_values(r, PROP_region, "Quay Province", NULL);
    assert_record_values(r, PROP_postalCode, "00417-A", NULL);
    assert_record_values(r, PROP_remarks, "an address remark", NULL);
    /* A country alone is no address, and nulls are nothing at all. */
    assert_null(find_child(&c, "ofac-90005", SCHEMA_Address, 0));
    assert_values(&c, "ofac-90005", PROP_country, "mt", NULL);
    assert_values(&c, "ofac-90004", PROP_country, NULL);
    collected_free(&c);
}

static void a_firm_with_a_code_of_companies_is_a_company(void **state)
{
    (void)state;
    struct collected c;
    const char *id = "ofac-90002";
    collect_example(&c);
    assert_int_equal(find_record(&c, id)->schema, SCHEMA_Company);
    assert_values(&c, id, PROP_name, "BRINDLE QUAY HOLDINGS S.A.", NULL);
    assert_values(&c, id, PROP_alias, "KEEL AND QUAY", NULL);
    assert_values(&c, id, PROP_previousName, "BRINDLE KEY LTD", NULL);
    assert_values(&c, id, PROP_website, "www.brindle.example", NULL);
    assert_values(&c, id, PROP_registrationNumber, "HRB000017", NULL);
    assert_values(&c, id, PROP_vatCode, "DE000000417", NULL);
    assert_values(&c, id, PROP_leiCode, "5299000J2N45DDNE4Y28", NULL);
    assert_values(&c, id, PROP_swiftBic, "BRQHDEFF", NULL);
    assert_values(&c, id, PROP_bikCode, "000000417", NULL);
    assert_values(&c, id, PROP_incorporationDate, "2004", NULL);
    assert_values(&c, id, PROP_sector, "Sea and coastal freight water transport", NULL);
    assert_values(&c, id, PROP_legalForm, "Private Company", NULL);
    assert_values(&c, id, PROP_notes, "alt_remarks: an alt remark", "all offices worldwide", NULL);
    const struct record *r = find_child(&c, id, SCHEMA_Sanction, 0);
    assert_record_values(r, PROP_programId, "SDGT", "IRAN", NULL);
    assert_non_null(find_child(&c, id, SCHEMA_Security, 1));
    collected_free(&c);
}

static void a_ship_and_an_aircraft_have_their_own_properties(void **state)
{
    (void)state;
    struct collected c;
    collect_example(&c);
    const char *ship = "ofac-90003", *plane = "ofac-90004";
    assert_int_equal(find_record(&c, ship)->schema, SCHEMA_Vessel);
    assert_values(&c, ship, PROP_callSign, "9XX9", "9YY9", NULL);
    assert_values(&c, ship, PROP_type, "Bulk Carrier", NULL);
    assert_values(&c, ship, PROP_tonnage, "34,900", NULL);
    assert_values(&c, ship, PROP_grossRegisteredTonnage, "25,214", NULL);
    assert_values(&c, ship, PROP_flag, "pa", NULL);
    assert_values(&c, ship, PROP_pastFlags, "mt", NULL);
    assert_values(&c, ship, PROP_mmsi, "999999417", NULL);
    size_t n;
    record_values(find_record(&c, ship), PROP_imoNumber, &n);
    assert_int_equal(n, 1);
    const struct record *owner = find_child(&c, "ofac", SCHEMA_LegalEntity, 1);
    assert_record_values(owner, PROP_name, "Brindle Shipping Ltd.", NULL);
    assert_false(record_is_target(owner));
    assert_int_equal(find_record(&c, plane)->schema, SCHEMA_Airplane);
    assert_values(&c, plane, PROP_model, "B.747-9ZZ", NULL);
    assert_values(&c, plane, PROP_buildDate, "1988-02-02", NULL);
    assert_values(&c, plane, PROP_serialNumber, "41700", "417", NULL);
    assert_values(&c, plane, PROP_registrationNumber, "73AAAA", "EP-OLD", NULL);
    collected_free(&c);
}

/* Remarks of exactly 1000 characters that end in a blank; the rest is in sdn_comments.csv. */
static void remarks_that_overflow_are_joined_with_nothing_between(void **state)
{
    (void)state;
    struct collected c;
    size_t n;
    collect_example(&c);
    assert_values(&c, "ofac-90005", PROP_gender, "female", NULL);
    assert_values(&c, "ofac-90005", PROP_birthDate, "1958/1963", NULL);
    record_values(find_record(&c, "ofac-90005"), PROP_weakAlias, &n);
    assert_int_equal(n, 36);
    const struct record *link = find_child(&c, "ofac-90005", SCHEMA_UnknownLink, 0);
    assert_record_values(link, PROP_object, "ofac-90003", NULL);
    collected_free(&c);
}

static void links_lead_to_entries_by_name_or_alias_or_to_a_stranger(void **state)
{
    (void)state;
    struct collected c;
    collect_example(&c);
    /* Without the final period, which is the end of the remarks as well. */
    const struct record *link = find_child(&c, "ofac-90001", SCHEMA_UnknownLink, 0);
    assert_record_values(link, PROP_subject, "ofac-90001", NULL);
    assert_record_values(link, PROP_object, "ofac-90002", NULL);
    assert_record_values(link, PROP_role, "Linked To", NULL);
    /* By an alias. */
    link = find_child(&c, "ofac-90004", SCHEMA_UnknownLink, 0);
    assert_record_values(link, PROP_object, "ofac-90002", NULL);
    /* A name that no entry has. */
    const struct record *stranger = find_child(&c, "ofac", SCHEMA_LegalEntity, 0);
    assert_record_values(stranger, PROP_name, "NOBODY ANYONE LISTS", NULL);
    assert_false(record_is_target(stranger));
    link = find_child(&c, "ofac-90002", SCHEMA_UnknownLink, 0);
    assert_int_equal(record_first(link, PROP_object).n, stranger->id.n);
    collected_free(&c);
}

static void the_whole_passes_the_jail_unchanged(void **state)
{
    (void)state;
    struct collected here, there;
    struct import_summary summary;
    struct import_request request = {.path = DATA("ofac-csv")};
    struct import_sink sink = collected_sink(&there);
    collect_example(&here);
    assert_ok(import_run(&request, &sink, &summary));
    assert_string_equal(summary.dataset, "us_ofac_sdn");
    assert_int_equal(summary.files_n, 4);
    assert_int_equal(summary.records, here.records.n);
    for (size_t i = 0; i < here.records.n; i++)
        assert_span(there.records.at[i]->id, here.records.at[i]->id);
    import_summary_free(&summary);
    collected_free(&here);
    collected_free(&there);
}

/* ---- small sets of the moment ---------------------------------------------------------------- */

#define N6 "-0- ,-0- ,-0- ,-0- ,-0- ,-0- "
#define ENTRY(num, name, type, remarks)                                                            \
    num ",\"" name "\"," type ",\"SDGT\",-0- ," N6 ",\"" remarks "\"\n"

/* Reads a set whose other files may be NULL. */
static struct tocsin_err *read_set(struct collected *c, const char *sdn, const char *alt,
                                   const char *add, uint64_t skip_bad)
{
    struct scratch s;
    struct import_summary summary;
    scratch_new(&s);
    struct import_request request = {
        .path = scratch_text(&s, "sdn.csv", sdn), .skip_bad = skip_bad, .format = "ofac-csv"};
    if (alt)
        scratch_text(&s, "alt.csv", alt);
    if (add)
        scratch_text(&s, "add.csv", add);
    struct import_sink sink = collected_sink(c);
    struct tocsin_err *err = import_run_for_test(&request, &sink, &summary);
    import_summary_free(&summary);
    scratch_free(&s);
    return err;
}

static struct tocsin_err *error_of(const char *sdn)
{
    struct collected c;
    struct tocsin_err *err = read_set(&c, sdn, NULL, NULL, 0);
    collected_free(&c);
    return err;
}

static void a_null_may_lack_its_blank_or_its_end(void **state)
{
    (void)state;
    struct collected c;
    assert_ok(
        read_set(&c, "1,\"A\",-0-,\"SDGT\",-0-,-0- ,-0-,-0- ,-0- ,-0- ,-0- ,-0", NULL, NULL, 0));
    assert_int_equal(find_record(&c, "ofac-1")->schema, SCHEMA_Organization);
    assert_values(&c, "ofac-1", PROP_notes, NULL);
    assert_noted(&c, "no companion alt.csv");
    assert_noted(&c, "no companion add.csv");
    collected_free(&c);
}

static void headings_and_the_last_ctrl_z_are_passed_over(void **state)
{
    (void)state;
    struct collected c;
    assert_ok(read_set(&c,
                       "ent_num,SDN_Name,SDN_Type,Program,Title,Call_Sign,Vess_type,Tonnage,GRT,"
                       "Vess_flag,Vess_owner,Remarks\n" ENTRY("1", "A", "-0- ", "x") "\x1a",
                       "ent_num,alt_num,alt_type,alt_name,alt_remarks\n1,2,aka,B,-0- \n\x1a\n",
                       NULL, 0));
    assert_values(&c, "ofac-1", PROP_alias, "B", NULL);
    collected_free(&c);
}

static void the_title_is_not_repeated_in_the_notes(void **state)
{
    (void)state;
    static const struct {
        const char *title, *remarks, *note; /* one note, or NULL */
    } cases[] = {
        {"Director", "DOB 1961; Director; wife of nobody.", "wife of nobody"},
        {"Director", "Director.", NULL},
        {"Chief; Deputy", "DOB 1961; Chief; Deputy; a.k.a. 'X'.", NULL},
        {"Gen.", "Gen.", NULL},
        {"Director", "Director of Quays; DOB 1961.", "Director of Quays"},
        {"Chief", "Deputy Chief.", "Deputy Chief"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct collected c;
        char text[512];
        snprintf(text, sizeof(text), "1,\"A, B\",\"individual\",\"SDGT\",\"%s\"," N6 ",\"%s\"\n",
                 cases[i].title, cases[i].remarks);
        assert_ok(read_set(&c, text, NULL, NULL, 0));
        assert_values(&c, "ofac-1", PROP_position, cases[i].title, NULL);
        assert_values(&c, "ofac-1", PROP_notes, cases[i].note, NULL);
        collected_free(&c);
    }
}

static void a_weak_name_of_a_person_is_turned_and_may_hold_quotes(void **state)
{
    (void)state;
    struct collected c;
    assert_ok(read_set(&c,
                       ENTRY("1", "A, B", "\"individual\"",
                             "a.k.a. 'KEEL, Abu'; a.k.a. 'O'KEEL'; f.k.a. 'OLD, Name'.")
                           ENTRY("2", "C", "-0- ", "a.k.a. 'KEEL, LTD'."),
                       NULL, NULL, 0));
    assert_values(&c, "ofac-1", PROP_weakAlias, "Abu KEEL", "O'KEEL", NULL);
    assert_values(&c, "ofac-1", PROP_previousName, "Name OLD", NULL);
    assert_values(&c, "ofac-1", PROP_lastName, "A", NULL);
    assert_values(&c, "ofac-2", PROP_weakAlias, "KEEL, LTD", NULL);
    collected_free(&c);
}

static void a_name_that_two_entries_have_is_linked_to_neither(void **state)
{
    (void)state;
    struct collected c;
    assert_ok(read_set(&c,
                       ENTRY("1", "KEEL", "-0- ", "x") ENTRY("2", "KEEL", "-0- ", "x")
                           ENTRY("3", "QUAY", "-0- ", "Linked To: KEEL.")
                               ENTRY("4", "SELF", "-0- ", "Linked To: SELF."),
                       NULL, NULL, 0));
    assert_non_null(find_child(&c, "ofac", SCHEMA_LegalEntity, 0));
    assert_null(find_child(&c, "ofac-4", SCHEMA_UnknownLink, 0));
    collected_free(&c);
}

static void an_unknown_type_or_kind_of_name_is_noted(void **state)
{
    (void)state;
    struct collected c;
    assert_ok(read_set(&c, ENTRY("1", "KEEL", "\"submarine\"", "x"), "1,2,\"xka\",\"KEELE\",-0- \n",
                       NULL, 0));
    assert_int_equal(find_record(&c, "ofac-1")->schema, SCHEMA_LegalEntity);
    assert_values(&c, "ofac-1", PROP_alias, "KEELE", NULL);
    assert_noted(&c, "'submarine' is not known");
    assert_noted(&c, "'xka' is not known");
    collected_free(&c);
}

/* ---- bad input ------------------------------------------------------------------------------- */

static void rows_that_break_the_form_are_errors_at_their_place(void **state)
{
    (void)state;
    struct tocsin_err *err = error_of(ENTRY("1", "A", "-0- ", "x") "2,\"B\",-0- ,\"SDGT\"\n");
    assert_int_equal(tocsin_err_place(err).line, 2);
    assert_string_equal(tocsin_err_place(err).file, "sdn.csv");
    assert_error(err, TOCSIN_ERR_PARSE, "4 fields, not 12");
    assert_error(error_of(ENTRY("one", "A", "-0- ", "x")), TOCSIN_ERR_PARSE, "'one' is no number");
    assert_error(error_of(ENTRY("1", "", "-0- ", "x")), TOCSIN_ERR_PARSE, "is missing");
    err = error_of(ENTRY("1", "A, B", "\"individual\"", "DOB 31 Feb 1961."));
    assert_string_equal(tocsin_err_place(err).field, "DOB");
    assert_error(err, TOCSIN_ERR_PARSE, "'31 Feb 1961' is no date");
    assert_error(error_of(ENTRY("1", "A", "-0- ", "x") ENTRY("1", "B", "-0- ", "x")),
                 TOCSIN_ERR_PARSE, "occurs twice");
    assert_error(error_of(ENTRY("1", "A", "-0- ", "x") "2,\"B"), TOCSIN_ERR_PARSE, "cut short");
}

static void bad_rows_can_be_left_out(void **state)
{
    (void)state;
    struct collected c;
    assert_ok(read_set(&c,
                       ENTRY("1", "A", "-0- ", "x") "2,\"B\",-0- \n" ENTRY(
                           "3", "C, D", "\"individual\"", "DOB 31 Feb 1961.")
                           ENTRY("4", "E", "-0- ", "x"),
                       "1,2,\"aka\"\n4,5,\"aka\",\"EE\",-0- \n", NULL, 3));
    assert_int_equal(c.bad.n, 3);
    assert_true(any_contains(c.bad.at, c.bad.n, "alt.csv:1"));
    assert_true(any_contains(c.bad.at, c.bad.n, "sdn.csv:2"));
    assert_true(any_contains(c.bad.at, c.bad.n, "sdn.csv:3"));
    assert_values(&c, "ofac-4", PROP_alias, "EE", NULL);
    collected_free(&c);
}

static void a_few_strays_are_noted_and_many_mean_that_the_main_file_is_cut(void **state)
{
    (void)state;
    struct collected c;
    struct buf alt = {0};
    assert_ok(read_set(&c, ENTRY("1", "A", "-0- ", "x"),
                       "1,2,\"aka\",\"B\",-0- \n9,3,\"aka\",\"C\",-0- \n", NULL, 0));
    assert_noted(&c, "alt.csv: line 2: the entry is not in sdn.csv");
    collected_free(&c);
    for (int i = 1; i < 30; i++)
        buf_printf(&alt, "%d,%d,\"aka\",\"B\",-0- \n", i, i);
    assert_error(read_set(&c, ENTRY("1", "A", "-0- ", "x"), buf_cstr(&alt), NULL, 0),
                 TOCSIN_ERR_PARSE, "cut short");
    collected_free(&c);
    buf_free(&alt);
}

static void the_companions_alone_are_no_list(void **state)
{
    (void)state;
    struct collected c;
    assert_error(try_collect(&c, DATA("ofac-csv/alt.csv"), NULL), TOCSIN_ERR_FORMAT,
                 "no known format");
    collected_free(&c);
}

/* ---- published lists ------------------------------------------------------------------------- */

struct totals {
    uint64_t persons, ships, aircraft, others, links, without_name;
};

static struct tocsin_err *count(void *ctx, const struct record *r, bool deleted)
{
    struct totals *t = ctx;
    (void)deleted;
    if (r->schema == SCHEMA_UnknownLink)
        t->links++;
    if (!record_is_target(r) || r->schema == SCHEMA_CryptoWallet)
        return NULL;
    t->without_name += record_first(r, PROP_name).n == 0;
    if (r->schema == SCHEMA_Person)
        t->persons++;
    else if (r->schema == SCHEMA_Vessel)
        t->ships++;
    else if (r->schema == SCHEMA_Airplane)
        t->aircraft++;
    else
        t->others++;
    return NULL;
}

static void count_list(const char *name, struct totals *t)
{
    struct arena *a = arena_new();
    struct import_summary summary;
    struct import_request request = {.path = shared_list(a, name)};
    struct import_sink sink = {.ctx = t, .record = count};
    memset(t, 0, sizeof(*t));
    if (!request.path)
        skip();
    assert_ok(import_run(&request, &sink, &summary));
    assert_int_equal(summary.bad, 0);
    import_summary_free(&summary);
    arena_free(a);
}

static void the_list_of_2021_is_read_whole(void **state)
{
    (void)state;
    struct totals t;
    count_list("ofac-2021", &t);
    assert_int_equal(t.persons, 4620);
    assert_int_equal(t.ships, 406);
    assert_int_equal(t.aircraft, 277);
    assert_int_equal(t.others, 8976 - 4620 - 406 - 277);
    assert_int_equal(t.without_name, 0);
    assert_int_equal(t.links, 3408);
}

static void the_list_of_2019_is_read_whole(void **state)
{
    (void)state;
    struct totals t;
    count_list("ofac-2019", &t);
    assert_int_equal(t.persons + t.ships + t.aircraft + t.others, 7379);
    assert_int_equal(t.persons, 3845);
    assert_int_equal(t.without_name, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_person_has_names_in_the_order_in_which_they_are_said),
        cmocka_unit_test(the_remarks_of_a_person_become_properties),
        cmocka_unit_test(papers_wallets_and_measures_are_entities),
        cmocka_unit_test(addresses_are_taken_apart),
        cmocka_unit_test(a_firm_with_a_code_of_companies_is_a_company),
        cmocka_unit_test(a_ship_and_an_aircraft_have_their_own_properties),
        cmocka_unit_test(remarks_that_overflow_are_joined_with_nothing_between),
        cmocka_unit_test(links_lead_to_entries_by_name_or_alias_or_to_a_stranger),
        cmocka_unit_test(the_whole_passes_the_jail_unchanged),
        cmocka_unit_test(a_null_may_lack_its_blank_or_its_end),
        cmocka_unit_test(headings_and_the_last_ctrl_z_are_passed_over),
        cmocka_unit_test(the_title_is_not_repeated_in_the_notes),
        cmocka_unit_test(a_weak_name_of_a_person_is_turned_and_may_hold_quotes),
        cmocka_unit_test(a_name_that_two_entries_have_is_linked_to_neither),
        cmocka_unit_test(an_unknown_type_or_kind_of_name_is_noted),
        cmocka_unit_test(rows_that_break_the_form_are_errors_at_their_place),
        cmocka_unit_test(bad_rows_can_be_left_out),
        cmocka_unit_test(a_few_strays_are_noted_and_many_mean_that_the_main_file_is_cut),
        cmocka_unit_test(the_companions_alone_are_no_list),
        cmocka_unit_test(the_list_of_2021_is_read_whole),
        cmocka_unit_test(the_list_of_2019_is_read_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
