/* SPDX-License-Identifier: Apache-2.0
 *
 * persons-csv: headings in many languages, encodings, rules for names, dates decided by column,
 * cells that mean nothing, FinCEN's form, --map.
 */
#include "check.h"

#include "import/person_cell.h"
#include "import/person_date.h"
#include "import/person_layout.h"

static struct tocsin_err *try_table(struct collected *c, const char *text, uint64_t skip_bad,
                                    const char *const *map)
{
    struct scratch s;
    struct import_summary summary;
    scratch_new(&s);
    struct import_request request = {
        .path = scratch_text(&s, "table.csv", text), .skip_bad = skip_bad, .map = map};
    struct import_sink sink = collected_sink(c);
    struct tocsin_err *err = import_run_for_test(&request, &sink, &summary);
    import_summary_free(&summary);
    scratch_free(&s);
    return err;
}

static void table(struct collected *c, const char *text)
{
    assert_ok(try_table(c, text, 0, NULL));
}

static struct tocsin_err *error_of(const char *text)
{
    struct collected c;
    struct tocsin_err *err = try_table(&c, text, 0, NULL);
    collected_free(&c);
    return err;
}

/* One row with one column beside the name: its values of a property. */
static void assert_cell(const char *heading, const char *cell, enum prop prop, const char *want)
{
    struct collected c;
    char text[512];
    snprintf(text, sizeof(text), "id,full_name,%s\nC-1,Ines Marn,\"%s\"\n", heading, cell);
    table(&c, text);
    assert_values(&c, "C-1", prop, want, NULL);
    collected_free(&c);
}

/* ---- whole files ----------------------------------------------------------------------------- */

static void the_recommended_table_is_read(void **state)
{
    (void)state;
    struct collected c;
    collect(&c, DATA("persons-csv/customers.csv"), NULL);
    assert_int_equal(c.records.n, 3);
    assert_int_equal(c.notes.n, 0);
    assert_values(&c, "C-0001", PROP_name, "Ferdik Aldous Quentabry", NULL);
    assert_values(&c, "C-0001", PROP_middleName, "Aldous", NULL);
    assert_values(&c, "C-0001", PROP_nationality, "mt", NULL);
    assert_values(&c, "C-0002", PROP_name, "Ferdi QUENTABRI", NULL);
    assert_values(&c, "C-0002", PROP_lastName, "QUENTABRI", NULL);
    assert_values(&c, "C-0002", PROP_birthDate, "1963", NULL);
    assert_values(&c, "C-0003", PROP_birthDate, "1961-03-14", NULL);
    assert_int_equal(find_record(&c, "C-0003")->line, 4);
    assert_false(record_is_target(find_record(&c, "C-0001")));
    collected_free(&c);
}

static void every_encoding_gives_the_same_records(void **state)
{
    (void)state;
    static const char *const files[] = {DATA("persons-csv/kunden.csv"),
                                        DATA("persons-csv/kunden-1252.csv"),
                                        DATA("persons-csv/kunden-utf16.csv")};
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        struct collected c;
        collect(&c, files[i], NULL);
        assert_int_equal(c.records.n, 2);
        assert_values(&c, "K-1", PROP_name, "Ferdik Aldous Quentabry", NULL);
        assert_values(&c, "K-1", PROP_nationality, "mt", "it", NULL);
        assert_values(&c, "K-1", PROP_address, "Hafenweg 3, 20457 Hamburg", NULL);
        assert_values(&c, "K-1", PROP_country, "de", NULL);
        assert_int_equal(find_record(&c, "K-2")->schema, SCHEMA_Organization);
        assert_values(&c, "K-2", PROP_name, "Brindle Quay GmbH", NULL);
        assert_values(&c, "K-2", PROP_incorporationDate, "2004-02-02", NULL);
        assert_int_equal(find_record(&c, "K-2")->line, 4);
        collected_free(&c);
    }
}

static void fincen_rows_of_one_number_are_one_person_with_month_before_day(void **state)
{
    (void)state;
    struct collected c;
    collect(&c, DATA("persons-csv/fincen.csv"), NULL);
    assert_int_equal(c.records.n, 2);
    assert_values(&c, "417001", PROP_name, "Ferdik Aldous Quentabry Jr", NULL);
    assert_values(&c, "417001", PROP_alias, "Ferdi Keel", "Aldous T Brindle Sr", NULL);
    assert_values(&c, "417001", PROP_birthDate, "1961-03-04", NULL);
    assert_values(&c, "417001", PROP_socialSecurityNumber, "000-00-0417", NULL);
    assert_values(&c, "417001", PROP_passportNumber, "X0000417", NULL);
    assert_values(&c, "417001", PROP_address, "12 Cooper Lane, 00417 Port Maren, NY", NULL);
    assert_values(&c, "417001", PROP_country, "us", NULL);
    assert_values(&c, "417001", PROP_phone, "555-0417", NULL);
    assert_values(&c, "417002", PROP_birthDate, "1988-02-08", NULL);
    collected_free(&c);
}

/* ---- headings -------------------------------------------------------------------------------- */

static void headings_are_folded(void **state)
{
    (void)state;
    static const struct {
        const char *heading, *folded;
    } cases[] = {
        {"Date of Birth", "date_of_birth"},
        {"  D.O.B. ", "d_o_b"},
        {"Pr\xc3\xa9nom", "prenom"},
        {"Pr\xe9nom", "prenom"}, /* Windows-1252 */
        {"Nationality(-ies)", "nationality_ies"},
        {"\xef\xbc\xae\xef\xbd\x81ME", "name"},
        {"___", ""},
        {"", ""},
        {"\xe5\x87\xba\xe7\x94\x9f\xe6\x97\xa5\xe6\x9c\x9f",
         "\xe5\x87\xba\xe7\x94\x9f\xe6\x97\xa5\xe6\x9c\x9f"},
    };
    struct arena *a = arena_new();
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_span(person_heading_fold(a, span_of(cases[i].heading)), span_of(cases[i].folded));
    struct buf endless = {0};
    for (int i = 0; i < 10000; i++)
        buf_str(&endless, "\xef\xb7\xba"); /* one character that decomposes into eighteen */
    person_heading_fold(a, buf_view(&endless));
    buf_free(&endless);
    arena_free(a);
}

/* One row in each language: family name, given name, date of birth, sex, nationality. */
static void headings_of_many_languages_are_known(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "surname,given names,birth date,sex,nationality",
        "nom,prénom,date de naissance,sexe,nationalité",
        "Name,Vorname,Geburtsdatum,Geschlecht,Staatsangehörigkeit",
        "apellidos,nombre,fecha de nacimiento,sexo,nacionalidad",
        "cognome,nome,data di nascita,sesso,cittadinanza",
        "achternaam,voornaam,geboortedatum,geslacht,nationaliteit",
        "nazwisko,imię,data urodzenia,płeć,obywatelstwo",
        "sobrenome,nome,data de nascimento,sexo,nacionalidade",
        "фамилия,имя,дата рождения,пол,гражданство",
        "прізвище,ім'я,дата народження,стать,громадянство",
        "姓,名,出生日期,性别,国籍",
        "שם משפחה,שם פרטי,תאריך לידה,gender,nationality",
        "نام خانوادگی,نام کوچک,تاریخ تولد,جنسیت,ملیت",
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct collected c;
        char text[512];
        snprintf(text, sizeof(text), "%s\nQuentabry,Ferdik,14.03.1961,m,mt\n", rows[i]);
        table(&c, text);
        assert_values(&c, "line-2", PROP_name, "Ferdik Quentabry", NULL);
        assert_values(&c, "line-2", PROP_lastName, "Quentabry", NULL);
        assert_values(&c, "line-2", PROP_birthDate, "1961-03-14", NULL);
        assert_values(&c, "line-2", PROP_gender, "male", NULL);
        size_t n, m;
        record_values(find_record(&c, "line-2"), PROP_nationality, &n);
        record_values(find_record(&c, "line-2"), PROP_citizenship, &m);
        if (n + m != 1)
            print_error("%s\n", rows[i]);
        assert_int_equal(n + m, 1);
        collected_free(&c);
    }
}

static void which_column_is_the_name_depends_on_the_others(void **state)
{
    (void)state;
    static const struct {
        const char *text, *name, *last;
    } cases[] = {
        {"name\nFerdik Quentabry\n", "Ferdik Quentabry", NULL},
        {"name,vorname\nQuentabry,Ferdik\n", "Ferdik Quentabry", "Quentabry"},
        {"nom,prenom\nQuentabry,Ferdik\n", "Ferdik Quentabry", "Quentabry"},
        {"name,first_name,last_name\nF. Quentabry,Ferdik,Quentabry\n", "F. Quentabry", "Quentabry"},
        {"nombre\nFerdik Quentabry\n", "Ferdik Quentabry", NULL},
        {"nom\nFerdik Quentabry\n", "Ferdik Quentabry", NULL},
        {"surname\nFerdik Quentabry\n", "Ferdik Quentabry", NULL},
        {"姓名\n李小龙\n", "李小龙", NULL},
        {"first_name,last_name,suffix\nFerdik,Quentabry,Jr\n", "Ferdik Quentabry Jr", "Quentabry"},
        {"full_name,first_name,last_name\n,Ferdik,Quentabry\n", "Ferdik Quentabry", "Quentabry"},
        {"full_name\n\"Quentabry, Ferdik\"\n", "Ferdik Quentabry", "Quentabry"},
        {"full_name\n\"Quentabry, Jr.\"\n", "Quentabry, Jr.", NULL},
        {"full_name,type\n\"Brindle Quay, Marren\",company\n", "Brindle Quay, Marren", NULL},
        {"full_name\n\"Brindle Quay, Inc.\"\n", "Brindle Quay, Inc.", NULL},
        {"company_name\nBrindle Quay\n", "Brindle Quay", NULL},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct collected c;
        table(&c, cases[i].text);
        assert_values(&c, "line-2", PROP_name, cases[i].name, NULL);
        if (schema_has(c.records.at[0]->schema, PROP_lastName))
            assert_values(&c, "line-2", PROP_lastName, cases[i].last, NULL);
        collected_free(&c);
    }
}

static void a_heading_that_comes_twice_counts_once_and_unknown_ones_are_noted(void **state)
{
    (void)state;
    struct collected c;
    table(&c,
          "full_name,last_name,last_name,phone,mobile,shoe size\nInes Marn,Marn,Other,1,2,38\n");
    assert_values(&c, "line-2", PROP_lastName, "Marn", NULL);
    assert_values(&c, "line-2", PROP_phone, "1", "2", NULL);
    assert_noted(&c, "column 'shoe size' is not used");
    assert_noted(&c, "column 'last_name' is not used");
    collected_free(&c);
}

static void a_heading_may_be_a_property_by_its_own_name(void **state)
{
    (void)state;
    struct collected c;
    table(&c, "name,schema,imoNumber,wikidata_id,topics,createdAt\n"
              "MARROWIND,Vessel,9999999,Q417,sanction,02/03/2020\n");
    assert_int_equal(find_record(&c, "line-2")->schema, SCHEMA_Vessel);
    assert_values(&c, "line-2", PROP_imoNumber, "9999999", NULL);
    assert_values(&c, "line-2", PROP_wikidataId, "Q417", NULL);
    assert_true(record_is_target(find_record(&c, "line-2")));
    collected_free(&c);
}

/* ---- --map ----------------------------------------------------------------------------------- */

static void columns_can_be_bound_by_hand(void **state)
{
    (void)state;
    struct collected c;
    static const char *const map[] = {"full_name=Who", "date_of_birth=3", "position=Desk", NULL};
    assert_ok(try_table(&c, "Nr,WHO,When,Desk\n7,Ines Marn,1988,Quay master\n", 0, map));
    assert_values(&c, "line-2", PROP_name, "Ines Marn", NULL);
    assert_values(&c, "line-2", PROP_birthDate, "1988", NULL);
    assert_values(&c, "line-2", PROP_position, "Quay master", NULL);
    collected_free(&c);
}

static void a_mapping_that_fits_nothing_is_an_error(void **state)
{
    (void)state;
    struct collected c;
    static const char *const wrong_column[] = {"fulname=Who", NULL};
    static const char *const wrong_heading[] = {"full_name=Whom", NULL};
    static const char *const no_pair[] = {"full_name", NULL};
    assert_error(try_table(&c, "Who\nInes\n", 0, wrong_column), TOCSIN_ERR_USAGE, "'fulname'");
    collected_free(&c);
    assert_error(try_table(&c, "Who\nInes\n", 0, wrong_heading), TOCSIN_ERR_USAGE, "'Whom'");
    collected_free(&c);
    assert_error(try_table(&c, "Who\nInes\n", 0, no_pair), TOCSIN_ERR_USAGE, "heading ''");
    collected_free(&c);
}

/* ---- dates ----------------------------------------------------------------------------------- */

static void one_clear_date_settles_its_column(void **state)
{
    (void)state;
    struct collected c;
    table(&c, "id,name,dob\n1,A,03/04/1961\n2,B,14/03/1961\n");
    assert_values(&c, "1", PROP_birthDate, "1961-04-03", NULL);
    collected_free(&c);
    table(&c, "id,name,dob\n1,A,03/04/1961\n2,B,03/14/1961\n");
    assert_values(&c, "1", PROP_birthDate, "1961-03-04", NULL);
    assert_values(&c, "2", PROP_birthDate, "1961-03-14", NULL);
    assert_int_equal(c.notes.n, 0);
    collected_free(&c);
}

static void each_column_is_settled_for_itself(void **state)
{
    (void)state;
    struct collected c;
    table(&c, "id,name,dob,date_of_death\n1,A,03/04/1961,03/04/2001\n2,B,14/03/1961,03/14/2001\n");
    assert_values(&c, "1", PROP_birthDate, "1961-04-03", NULL);
    assert_values(&c, "1", PROP_deathDate, "2001-03-04", NULL);
    collected_free(&c);
}

static void what_is_not_settled_gives_both_dates(void **state)
{
    (void)state;
    struct collected c;
    table(&c, "id,name,dob\n1,A,03/04/1961\n2,B,05/05/1961\n");
    assert_values(&c, "1", PROP_birthDate, "1961-03-04", "1961-04-03", NULL);
    assert_values(&c, "2", PROP_birthDate, "1961-05-05", NULL);
    assert_noted(&c, "both are taken");
    collected_free(&c);
    table(&c, "id,name,dob\n1,A,03/04/1961\n2,B,14/03/1961\n3,C,03/14/1961\n");
    assert_values(&c, "1", PROP_birthDate, "1961-03-04", "1961-04-03", NULL);
    assert_values(&c, "3", PROP_birthDate, "1961-03-14", NULL);
    collected_free(&c);
}

static void dates_come_in_many_forms(void **state)
{
    (void)state;
    static const struct {
        const char *cell, *want;
    } cases[] = {
        {"1961-03-14", "1961-03-14"},
        {"14.03.1961", "1961-03-14"},
        {"14-Mar-1961", "1961-03-14"},
        {"19610314", "1961-03-14"},
        {"1961", "1961"},
        {"1961-03", "1961-03"},
        {"1961-03-14T00:00:00", "1961-03-14"},
        {"22354", "1961-03-14"},
        {"'1961-03-14", "1961-03-14"},
        {"c. 1961", "1961~"},
        {"1970-01-01", "1970-01-01"},
        {"1900-01-01", NULL},
        {"01/01/1901", NULL},
        {"0000-00-00", NULL},
        {"9999-12-31", NULL},
        {"0001-01-01 00:00:00", NULL},
        {"-", NULL},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_cell("dob", cases[i].cell, PROP_birthDate, cases[i].want);
}

static void a_placeholder_is_kept_as_a_note(void **state)
{
    (void)state;
    struct collected c;
    table(&c, "id,name,dob\n1,A,1900-01-01\n");
    assert_values(&c, "1", PROP_notes, "dob: 1900-01-01", NULL);
    assert_noted(&c, "placeholder");
    collected_free(&c);
}

/* A real birthday of some, and what a computer writes for many. */
static void day_zero_is_a_placeholder_only_where_it_is_frequent(void **state)
{
    (void)state;
    struct collected c;
    table(&c, "id,name,dob\n1,A,1970-01-01\n2,B,1970-01-01\n3,C,1970-01-01\n4,D,1961-03-14\n");
    assert_values(&c, "1", PROP_birthDate, NULL);
    assert_values(&c, "4", PROP_birthDate, "1961-03-14", NULL);
    collected_free(&c);
}

static void a_year_counts_where_the_date_is_missing(void **state)
{
    (void)state;
    struct collected c;
    table(&c, "id,name,dob,year_of_birth\n1,A,1961-03-14,1961\n2,B,,1963\n");
    assert_values(&c, "1", PROP_birthDate, "1961-03-14", NULL);
    assert_values(&c, "2", PROP_birthDate, "1963", NULL);
    collected_free(&c);
}

/* ---- cells ----------------------------------------------------------------------------------- */

static void cells_that_mean_nothing_are_empty(void **state)
{
    (void)state;
    static const char *const nothing[] = {"",     "  ",   "-",    "--",      "n/a",  "N/A", "na",
                                          "null", "NULL", "none", "unknown", "#N/A", "?",   "."};
    for (size_t i = 0; i < ARRAY_LEN(nothing); i++) {
        assert_cell("place_of_birth", nothing[i], PROP_birthPlace, NULL);
        assert_cell("alias", nothing[i], PROP_alias, NULL);
    }
    assert_cell("place_of_birth", "Unknown", PROP_birthPlace, NULL);
    assert_cell("alias", "Unknown", PROP_alias, "Unknown"); /* names are not so lightly dropped */
}

static void null_and_na_are_family_names(void **state)
{
    (void)state;
    struct collected c;
    table(&c, "id,first_name,last_name\n1,Ines,Null\n2,Na,Unknown\n3,Pia,NULL\n");
    assert_values(&c, "1", PROP_name, "Ines Null", NULL);
    assert_values(&c, "2", PROP_name, "Na Unknown", NULL);
    assert_values(&c, "3", PROP_name, "Pia", NULL);
    collected_free(&c);
}

static void na_is_namibia_among_codes_of_two_letters(void **state)
{
    (void)state;
    struct collected c;
    table(&c, "id,name,country\n1,A,DE\n2,B,NA\n");
    assert_values(&c, "2", PROP_country, "na", NULL);
    collected_free(&c);
    table(&c, "id,name,country\n1,A,Germany\n2,B,NA\n");
    assert_values(&c, "2", PROP_country, NULL);
    collected_free(&c);
}

static void nationalities_come_as_codes_names_and_adjectives(void **state)
{
    (void)state;
    assert_cell("nationality", "DEU", PROP_nationality, "de");
    assert_cell("nationality", "German", PROP_nationality, "de");
    assert_cell("nationality", "Deutschland", PROP_nationality, "de");
    struct collected c;
    table(&c,
          "id,name,nationality\n1,A,Malta; Italy\n2,B,mt/it\n3,C,\"Malta, Italy\"\n4,D,Atlantis\n");
    assert_values(&c, "1", PROP_nationality, "mt", "it", NULL);
    assert_values(&c, "2", PROP_nationality, "mt", "it", NULL);
    assert_values(&c, "3", PROP_nationality, "mt", "it", NULL);
    assert_values(&c, "4", PROP_nationality, NULL);
    assert_values(&c, "4", PROP_notes, "nationality: Atlantis", NULL);
    assert_noted(&c, "'Atlantis' is no country");
    collected_free(&c);
}

static void genders_come_in_many_words_and_an_unknown_one_costs_nothing(void **state)
{
    (void)state;
    assert_cell("gender", "F", PROP_gender, "female");
    assert_cell("gender", "weiblich", PROP_gender, "female");
    assert_cell("gender", "homme", PROP_gender, "male");
    assert_cell("gender", "1", PROP_gender, "male");
    assert_cell("gender", "keel", PROP_gender, NULL);
    assert_cell("gender", "keel", PROP_notes, "gender: keel");
}

static void numbers_that_a_spreadsheet_rounded_are_not_used(void **state)
{
    (void)state;
    struct collected c;
    table(&c, "id,name,passport,tax_id\n1,A,1.23E+11,'000417\n2,B,\"1,23E+11\",12E4\n");
    assert_values(&c, "1", PROP_passportNumber, NULL);
    assert_values(&c, "1", PROP_taxNumber, "000417", NULL);
    assert_values(&c, "2", PROP_passportNumber, NULL);
    assert_values(&c, "2", PROP_taxNumber, "12E4", NULL);
    assert_noted(&c, "line 2: passport: '1.23E+11' was rounded");
    collected_free(&c);
}

static void several_aliases_may_stand_in_a_cell(void **state)
{
    (void)state;
    struct collected c;
    table(&c, "id,name,aka\n1,A,\"Ferdi; Keel, Abu\"\n2,B,X|Y; Z\n3,C,'Ali\n");
    assert_values(&c, "1", PROP_alias, "Ferdi", "Abu Keel", NULL);
    assert_values(&c, "2", PROP_alias, "X", "Y; Z", NULL);
    assert_values(&c, "3", PROP_alias, "'Ali", NULL);
    collected_free(&c);
}

static void a_birth_name_is_a_previous_name(void **state)
{
    (void)state;
    struct collected c;
    table(&c,
          "id,first_name,last_name,maiden_name\n1,Ines,Marn,Quentabry\n2,Pia,Marn,Pia Oderby\n");
    assert_values(&c, "1", PROP_previousName, "Ines Quentabry", NULL);
    assert_values(&c, "2", PROP_previousName, "Pia Oderby", NULL);
    collected_free(&c);
}

static void a_passport_with_its_country_is_an_entity(void **state)
{
    (void)state;
    struct collected c;
    table(&c, "id,name,passport,passport_country\n1,A,X0000417,Malta\n2,B,Y417,\n");
    const struct record *r = find_child(&c, "1", SCHEMA_Passport, 0);
    assert_record_values(r, PROP_number, "X0000417", NULL);
    assert_record_values(r, PROP_country, "mt", NULL);
    assert_record_values(r, PROP_holder, "1", NULL);
    assert_values(&c, "2", PROP_passportNumber, "Y417", NULL);
    assert_int_equal(c.records.n, 3);
    collected_free(&c);
}

/* ---- types ----------------------------------------------------------------------------------- */

static void the_type_of_a_row_chooses_the_schema(void **state)
{
    (void)state;
    static const struct {
        const char *type;
        enum schema schema;
    } cases[] = {
        {"person", SCHEMA_Person},
        {"Individual", SCHEMA_Person},
        {"Personne physique", SCHEMA_Person},
        {"Organisation", SCHEMA_Organization},
        {"Juristische Person", SCHEMA_Organization},
        {"company", SCHEMA_Company},
        {"Vessel", SCHEMA_Vessel},
        {"PublicBody", SCHEMA_PublicBody},
        {"", SCHEMA_Person},
        {"legalentity", SCHEMA_LegalEntity},
        {"teapot", SCHEMA_LegalEntity},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct collected c;
        char text[128];
        snprintf(text, sizeof(text), "id,name,type\n1,Brindle Quay,%s\n", cases[i].type);
        table(&c, text);
        assert_int_equal(find_record(&c, "1")->schema, cases[i].schema);
        collected_free(&c);
    }
}

static void what_a_schema_cannot_hold_is_kept_as_a_note(void **state)
{
    (void)state;
    struct collected c;
    table(&c, "id,name,type,dob,gender,nationality\n1,Brindle Quay,company,2004,m,Malta\n");
    assert_values(&c, "1", PROP_incorporationDate, "2004", NULL);
    assert_values(&c, "1", PROP_jurisdiction, "mt", NULL);
    assert_values(&c, "1", PROP_notes, "gender: m", NULL);
    collected_free(&c);
}

static void a_firm_beside_a_person_is_a_note(void **state)
{
    (void)state;
    struct collected c;
    table(&c, "id,name,company\n1,Ines Marn,Brindle Quay\n2,,Brindle Quay\n");
    assert_values(&c, "1", PROP_notes, "organization: Brindle Quay", NULL);
    assert_int_equal(find_record(&c, "2")->schema, SCHEMA_Organization);
    collected_free(&c);
}

/* ---- bad input ------------------------------------------------------------------------------- */

static void bad_rows_are_errors_at_their_place(void **state)
{
    (void)state;
    struct tocsin_err *err = error_of("id,name,dob\n1,A,1961\n2,B\n");
    assert_int_equal(tocsin_err_place(err).line, 3);
    assert_error(err, TOCSIN_ERR_PARSE,
                 "2 fields, the heading row 3: the first that is missing is 'dob'");
    assert_error(error_of("id,name\n1,A,B\n"), TOCSIN_ERR_PARSE, "3 fields, the heading row 2");
    assert_error(error_of("id,name\n1,\n"), TOCSIN_ERR_PARSE, "without a name");
    assert_error(error_of("id,name\n1,A\n1,B\n"), TOCSIN_ERR_PARSE, "occurs twice");
    err = error_of("id,name,Geboren am\n1,A,31.02.1961\n");
    assert_string_equal(tocsin_err_place(err).field, "Geboren am");
    assert_error(err, TOCSIN_ERR_PARSE, "no date");
    assert_error(error_of("id,name\n1,\"A"), TOCSIN_ERR_PARSE, "cut short");
}

static void blank_rows_and_empty_fields_behind_the_last_are_passed_over(void **state)
{
    (void)state;
    struct collected c;
    table(&c, "\nid,name\n\n,\n1,A,,\n , \n2,B\n");
    assert_int_equal(c.records.n, 2);
    assert_int_equal(find_record(&c, "2")->line, 7);
    collected_free(&c);
}

static void a_row_without_an_id_gets_its_line(void **state)
{
    (void)state;
    struct collected c;
    table(&c, "id,name\n1,A\n,B\n");
    find_record(&c, "line-3");
    collected_free(&c);
}

static void damaged_text_is_noted_with_its_line(void **state)
{
    (void)state;
    struct collected c;
    table(&c, "id,name\n1,A\n2,M\xc3\x83\xc2\xbcller\n");
    assert_noted(&c, "line 3: full_name: text that looks like UTF-8 read as Windows-1252");
    collected_free(&c);
}

static void a_table_without_names_or_rows_is_refused(void **state)
{
    (void)state;
    struct collected c;
    assert_error(error_of("id,date_of_birth\n1,1961\n"), TOCSIN_ERR_FORMAT, "no known format");
    assert_error(try_collect(&c, DATA("ofac-csv/alt.csv"), "persons-csv"), TOCSIN_ERR_FORMAT,
                 "--map");
    collected_free(&c);
    table(&c, "id,name\n"); /* only headings: a table of nobody */
    assert_int_equal(c.records.n, 0);
    collected_free(&c);
}

static void bad_rows_among_the_first_can_be_left_out(void **state)
{
    (void)state;
    struct collected c;
    assert_ok(try_table(&c, "id,name,dob\n1,Zo\xc3\xab,1961\n2,M\xfcller,1961\n3,C\n4,D,1961\n", 2,
                        NULL));
    assert_int_equal(c.bad.n, 2);
    assert_int_equal(c.records.n, 2);
    assert_non_null(strstr(c.bad.at[0], "table.csv:3"));
    collected_free(&c);
}

/* More rows than are held back at the start. */
static void a_long_table_is_read_to_its_end(void **state)
{
    (void)state;
    struct collected c;
    struct buf text = {0};
    buf_str(&text, "id,name,dob\n");
    for (int i = 0; i < 5000; i++)
        buf_printf(&text, "%d,Ines Marn %d,03/04/1961\n", i, i);
    buf_str(&text, "last,Ines Marn,14/03/1961\n");
    table(&c, buf_cstr(&text));
    assert_int_equal(c.records.n, 5001);
    assert_values(&c, "4999", PROP_birthDate, "1961-03-04", "1961-04-03", NULL);
    buf_free(&text);
    collected_free(&c);
}

/* ---- published tables ------------------------------------------------------------------------ */

static void labelled_tables_are_read_whole(void **state)
{
    (void)state;
    struct collected c;
    struct arena *a = arena_new();
    const char *path = shared_list(a, "../quality/negatives_global.csv");
    if (!path)
        skip();
    collect(&c, path, NULL);
    assert_int_equal(c.records.n, 9880);
    collected_free(&c);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_recommended_table_is_read),
        cmocka_unit_test(every_encoding_gives_the_same_records),
        cmocka_unit_test(fincen_rows_of_one_number_are_one_person_with_month_before_day),
        cmocka_unit_test(headings_are_folded),
        cmocka_unit_test(headings_of_many_languages_are_known),
        cmocka_unit_test(which_column_is_the_name_depends_on_the_others),
        cmocka_unit_test(a_heading_that_comes_twice_counts_once_and_unknown_ones_are_noted),
        cmocka_unit_test(a_heading_may_be_a_property_by_its_own_name),
        cmocka_unit_test(columns_can_be_bound_by_hand),
        cmocka_unit_test(a_mapping_that_fits_nothing_is_an_error),
        cmocka_unit_test(one_clear_date_settles_its_column),
        cmocka_unit_test(each_column_is_settled_for_itself),
        cmocka_unit_test(what_is_not_settled_gives_both_dates),
        cmocka_unit_test(dates_come_in_many_forms),
        cmocka_unit_test(a_placeholder_is_kept_as_a_note),
        cmocka_unit_test(day_zero_is_a_placeholder_only_where_it_is_frequent),
        cmocka_unit_test(a_year_counts_where_the_date_is_missing),
        cmocka_unit_test(cells_that_mean_nothing_are_empty),
        cmocka_unit_test(null_and_na_are_family_names),
        cmocka_unit_test(na_is_namibia_among_codes_of_two_letters),
        cmocka_unit_test(nationalities_come_as_codes_names_and_adjectives),
        cmocka_unit_test(genders_come_in_many_words_and_an_unknown_one_costs_nothing),
        cmocka_unit_test(numbers_that_a_spreadsheet_rounded_are_not_used),
        cmocka_unit_test(several_aliases_may_stand_in_a_cell),
        cmocka_unit_test(a_birth_name_is_a_previous_name),
        cmocka_unit_test(a_passport_with_its_country_is_an_entity),
        cmocka_unit_test(the_type_of_a_row_chooses_the_schema),
        cmocka_unit_test(what_a_schema_cannot_hold_is_kept_as_a_note),
        cmocka_unit_test(a_firm_beside_a_person_is_a_note),
        cmocka_unit_test(bad_rows_are_errors_at_their_place),
        cmocka_unit_test(blank_rows_and_empty_fields_behind_the_last_are_passed_over),
        cmocka_unit_test(a_row_without_an_id_gets_its_line),
        cmocka_unit_test(damaged_text_is_noted_with_its_line),
        cmocka_unit_test(a_table_without_names_or_rows_is_refused),
        cmocka_unit_test(bad_rows_among_the_first_can_be_left_out),
        cmocka_unit_test(a_long_table_is_read_to_its_end),
        cmocka_unit_test(labelled_tables_are_read_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
