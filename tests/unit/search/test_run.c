/* SPDX-License-Identifier: Apache-2.0
 *
 * Searching in small files: what is found, what comes first, what is counted.
 */
#include "fixture.h"

#include <unistd.h>

static const char *const quay[] = {
    "Person p-1 name=Ferdik_Quentabri birthDate=1961-03-14 nationality=mt topics=sanction "
    "notes=harbour_master position=clerk last_change=2024-03-01T10:00:00",
    "Person p-2 name=Orsola_Quentabri alias=Quentabri_Orsola birthDate=1975 country=it topics=role.pep "
    "last_change=2023-01-01T00:00:00",
    "Person p-3 name=Фердик_Остроумцев country=ru",
    "Person p-4 name=欧阳霁川 country=cn gender=male",
    "Company c-1 name=Quentabri_Shipping_Harbour_Works jurisdiction=mt registrationNumber=HRB17 "
    "address=1_Harbour_Lane",
    "Vessel v-1 name=Harbour_Light imoNumber=9999999 flag=mt referent=old-7",
    "Sanction s-1 entity=p-1 program=Harbour_Order",
    NULL};

static const char *const tower[] = {
    "Person p-1 name=Ferdik_Quentabry country=it dataset=inner topics=sanction",
    "Person t-1 name=Maud_Ferdik country=it dataset=inner",
    "Person t-2 name=สมชาย dataset=other", NULL};

static int set_up(void **state)
{
    static struct library l;

    library_new(&l);
    library_add(&l, "quay", quay);
    library_add(&l, "tower", tower);
    library_open(&l);
    *state = &l;
    return 0;
}

static int tear_down(void **state)
{
    library_free(*state);
    return 0;
}

struct row {
    const char *q, *ids;
};

static void assert_rows(struct library *l, const struct row *rows, size_t n, bool fuzzy)
{
    for (size_t i = 0; i < n; i++) {
        struct tocsin_search_options o = {.q = rows[i].q, .limit = 20, .fuzzy = fuzzy};
        const char *ids = found(l, &o);

        if (strcmp(ids, rows[i].ids) != 0)
            print_error("\"%s\"\n", rows[i].q);
        assert_string_equal(ids, rows[i].ids);
    }
}

static void words_are_found_wherever_they_stand(void **state)
{
    static const struct row rows[] = {
        {"ferdik quentabri", "p-1"},
        {"clerk", "p-1"},
        {"QUENTABRI", "p-2 p-1 c-1"},
        {"harbour light", "v-1"},
        {"quentabri -shipping", "p-2 p-1"},
        {"orsola OR light", "p-2 v-1"},
        {"9999999", "v-1"}, {"old-7", "v-1"}, {"v-1", "v-1"},
        {"nobody", ""}, {"...", ""}, {"clerk ...", "p-1"},
        {"names:harbour", "c-1 v-1"},
    };

    assert_rows(*state, rows, ARRAY_LEN(rows), false);
}

static void phrases_stand_in_order_or_near(void **state)
{
    static const struct row rows[] = {
        {"\"harbour master\"", "p-1"}, {"\"master harbour\"", ""}, {"\"master harbour\"~1", "p-1"},
        {"\"quentabri works\"", ""}, {"\"quentabri works\"~2", "c-1"},
        {"\"quentabri quentabri\"", ""}, /* no phrase reaches from one name into the next */
        {"harbour-master", "p-1"},
    };

    assert_rows(*state, rows, ARRAY_LEN(rows), false);
}

static void patterns_and_slips_stand_for_words(void **state)
{
    static const struct row rows[] = {
        {"ship*", "c-1"}, {"qu?ntabri AND works", "c-1"}, {"*ipping", "c-1"}, {"s*ng", "c-1"},
        {"orsela~", "p-2"}, {"orsela~1", "p-2"}, {"orsela", ""}, {"orselq~1", ""}, {"rosola~1", "p-2"},
        {"properties.registrationNumber:HRB*", "c-1"},
    };

    assert_rows(*state, rows, ARRAY_LEN(rows), false);
}

static void with_fuzzy_every_word_may_slip(void **state)
{
    static const struct row rows[] = {{"orsela qentabri", "p-2"}, {"clark", "p-1"}};

    assert_rows(*state, rows, ARRAY_LEN(rows), true);
}

static void scripts_are_found_in_their_own_letters_and_romanised(void **state)
{
    static const struct row rows[] = {
        {"Остроумцев", "p-3"}, {"ostroumtsev", "p-3"}, {"欧阳", "p-4"}, {"歐陽", "p-4"},
        {"阳欧", ""}, {"霁", "p-4"}, {"สมชาย", "t-2"}, {"ชาย", "t-2"}, {"feRDÍk light", ""},
    };

    assert_rows(*state, rows, ARRAY_LEN(rows), false);
}

static void fields_ask_for_whole_values(void **state)
{
    static const struct row rows[] = {
        {"countries:mt", "p-1 c-1 v-1"}, {"countries:Malta -topics:*", "c-1 v-1"},
        {"properties.birthDate:1961", "p-1"}, {"properties.birthDate:1961-03", "p-1"},
        {"birthDate:[1961 TO 1975]", "p-1 p-2"}, {"birthDate:{1961 TO *]", "p-2"},
        {"birthDate:>=1976", ""}, {"dates:1975", "p-2"}, {"identifiers:HRB17", "c-1"},
        {"schema:Vessel", "v-1"}, {"target:true", "p-1 p-2"}, {"id:old-7", "v-1"},
        {"last_change:[2024 TO 2025]", "p-1"}, {"datasets:inner -topics:*", "t-1"},
        {"caption:\"Harbour Light\"", "v-1"}, {"properties.gender:*", "p-4"},
    };

    assert_rows(*state, rows, ARRAY_LEN(rows), false);
}

static void an_exact_name_comes_first(void **state)
{
    static const struct row rows[] = {
        {"Quentabri Orsola", "p-2"}, {"harbour light", "v-1"}, {"Ferdik Quentabry", "p-1"},
    };

    assert_rows(*state, rows, ARRAY_LEN(rows), false);
}

static void an_entity_in_two_lists_is_there_once_with_both(void **state)
{
    struct tocsin_search_options o = {.q = "ferdik", .limit = 20};
    struct library *l = *state;

    assert_string_equal(found(l, &o), "p-1 p-3 t-1");
    assert_int_equal(l->answer.total, 3);
    assert_int_equal(l->answer.hits[0].datasets_n, 2);
    assert_true(span_eq(l->answer.hits[0].datasets[0], SPAN("quay")));
    assert_true(span_eq(l->answer.hits[0].datasets[1], SPAN("inner")));
}

static void options_narrow(void **state)
{
    static const char *const mt[] = {"mt", NULL}, *const both[] = {"mt", "it", NULL};
    static const char *const sanction[] = {"sanction", NULL}, *const tower_only[] = {"tower", NULL};
    static const char *const inner[] = {"inner", NULL}, *const vessel[] = {"Vessel", NULL};
    static const char *const clerk[] = {"properties.position:clerk", NULL};
    const struct {
        struct tocsin_search_options o;
        const char *ids;
    } rows[] = {
        {{.q = "q*", .countries = mt}, "p-1 c-1"},
        {{.q = "q*", .countries = both}, "p-2 p-1 c-1"},
        {{.q = "q*", .countries = both, .filter_and = true}, ""},
        {{.topics = sanction}, "p-1"},
        {{.datasets = tower_only}, "p-1 t-1 t-2"},
        {{.datasets = inner}, "p-1 t-1"},
        {{.exclude_datasets = inner, .q = "ferdik"}, "p-1 p-3"},
        {{.schema = "Vessel"}, "v-1"},
        {{.schema = "Interval"}, "s-1"},
        {{.q = "harbour", .exclude_schemata = vessel}, "c-1 p-1"},
        {{.filters = clerk}, "p-1"},
        {{.changed_since = "2024-01-01"}, "p-1"},
        {{.target = 1}, "p-1 p-2"},
        {{.q = "harbour", .target = -1}, "c-1 v-1"},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct tocsin_search_options o = rows[i].o;

        o.limit = 20;
        if (strcmp(found(*state, &o), rows[i].ids) != 0)
            print_error("row %zu\n", i);
        assert_string_equal(found(*state, &o), rows[i].ids);
    }
}

static void pages_and_orders(void **state)
{
    static const char *const by_caption[] = {"caption:asc", NULL};
    static const char *const by_birth[] = {"properties.birthDate:desc", "caption:asc", NULL};
    struct tocsin_search_options o = {.q = "countries:mt countries:mt OR orsola", .limit = 2};
    struct library *l = *state;

    o.sort = by_caption;
    assert_string_equal(found(l, &o), "p-1 v-1");
    assert_int_equal(l->answer.total, 4);
    o.offset = 2;
    assert_string_equal(found(l, &o), "p-2 c-1");
    o.offset = 9;
    assert_string_equal(found(l, &o), "");
    o = (struct tocsin_search_options){.q = "q* OR light", .limit = 9, .sort = by_birth};
    assert_string_equal(found(l, &o), "p-2 p-1 v-1 c-1");
    o.limit = 0;
    assert_string_equal(found(l, &o), "");
    assert_int_equal(l->answer.total, 4);
}

static void assert_facet(const struct library *l, size_t i, const char *text)
{
    const struct search_facet *f = &l->answer.facets[i];
    struct buf b = {0};

    assert_true(i < l->answer.facets_n);
    buf_printf(&b, "%.*s:", SPAN_ARG(f->label));
    for (size_t k = 0; k < f->n; k++)
        buf_printf(&b, " %.*s=%llu", SPAN_ARG(f->values[k].name),
                   (unsigned long long)f->values[k].count);
    assert_string_equal(buf_cstr(&b), text);
    buf_free(&b);
}

static void facets_count_each_entity_once(void **state)
{
    static const char *const all[] = {"datasets", "schema",      "countries", "topics",
                                      "genders",  "identifiers", "schema",    NULL};
    struct tocsin_search_options o = {.facets = all};
    struct library *l = *state;

    found(l, &o);
    assert_int_equal(l->answer.facets_n, 6);
    assert_facet(l, 0, "Data sources: quay=6 inner=2 other=1");
    assert_facet(l, 1, "Entity types: Person=6 Company=1 Vessel=1");
    assert_facet(l, 2, "Countries: it=3 mt=3 cn=1 ru=1");
    assert_facet(l, 3, "Topics: role.pep=1 sanction=1");
    assert_facet(l, 4, "Genders: male=1");
    assert_facet(l, 5, "Identifiers: 9999999=1 HRB17=1");
    o.facets = NULL;
    found(l, &o);
    assert_int_equal(l->answer.facets_n, 3);
}

static void assert_refused(struct library *l, struct tocsin_search_options o, const char *said)
{
    struct search_answer answer;
    struct tocsin_err *err = search_run(l->search, l->arena, &o, &answer);

    assert_non_null(err);
    if (!strstr(tocsin_err_text(err), said))
        print_error("%s\n", tocsin_err_text(err));
    assert_non_null(strstr(tocsin_err_text(err), said));
    tocsin_err_free(err);
}

static void what_is_not_known_is_refused(void **state)
{
    static const char *const nothing[] = {"nothing", NULL}, *const by_text[] = {"text:asc", NULL};
    static const char *const sideways[] = {"caption:sideways", NULL};
    typedef struct tocsin_search_options o;

    assert_refused(*state, (o){.q = "a nofield:b"}, "no field 'nofield' (character 3");
    assert_refused(*state, (o){.q = "names:[a TO b]"}, "a range needs a field of values (character 1");
    assert_refused(*state, (o){.q = "countries:mt~"}, "~ is for words");
    assert_refused(*state, (o){.schema = "Nothing"}, "no schema 'Nothing'");
    assert_refused(*state, (o){.exclude_schemata = nothing}, "no schema 'nothing'");
    assert_refused(*state, (o){.filters = nothing}, "a filter is field:value");
    assert_refused(*state, (o){.sort = nothing}, "no field 'nothing'");
    assert_refused(*state, (o){.sort = by_text}, "cannot be sorted by");
    assert_refused(*state, (o){.sort = sideways}, "field:asc or field:desc");
    assert_refused(*state, (o){.facets = nothing}, "no facet 'nothing'");
    assert_refused(*state, (o){.changed_since = "yesterday"}, "not YYYY-MM-DD");
    assert_refused(*state, (o){.offset = 9999, .limit = 1}, "LIMIT_SEARCH_RESULTS");
}

static void a_query_has_so_many_patterns(void **state)
{
    struct tocsin_search_options o = {.limit = 1};
    struct buf b = {0};

    for (size_t i = 0; i < LIMIT_SEARCH_PATTERNS; i++)
        buf_str(&b, "q* ");
    o.q = buf_cstr(&b);
    assert_string_equal(found(*state, &o), "p-2");
    buf_str(&b, "q*");
    assert_refused(*state, (struct tocsin_search_options){.q = buf_cstr(&b)},
                   "LIMIT_SEARCH_PATTERNS");
    buf_free(&b);
}

static void a_prefix_suggests_names(void **state)
{
    static const struct row rows[] = {
        {"quentabri", "p-2 p-1 c-1"}, {"ferdik qu", "p-1"}, {"quentabri fe", "p-1"},
        {"qu ferdik", ""}, {"harb", "c-1 v-1"}, {"quentabri works", "c-1"},
        {"clerk", ""}, {"", ""}, {" - ", ""},
    };
    struct library *l = *state;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct search_answer answer;
        struct buf b = {0};

        assert_ok(search_suggest(l->search, l->arena, NULL, span_of(rows[i].q), 5, &answer));
        for (size_t k = 0; k < answer.n; k++)
            buf_printf(&b, "%s%.*s", k ? " " : "", SPAN_ARG(answer.hits[k].id));
        if (strcmp(buf_cstr(&b), rows[i].ids) != 0)
            print_error("\"%s\"\n", rows[i].q);
        assert_string_equal(buf_cstr(&b), rows[i].ids);
        buf_free(&b);
    }
}

/* ---- files that are not as they were made ---------------------------------------------------- */

static void damage(const char *path, long at, const char *bytes)
{
    FILE *f = fopen(path, "r+");

    assert_non_null(f);
    assert_int_equal(fseek(f, at, SEEK_SET), 0);
    assert_int_equal(fwrite(bytes, 1, strlen(bytes), f), strlen(bytes));
    assert_int_equal(fclose(f), 0);
}

static void assert_not_opened(struct library *l, enum tocsin_code code)
{
    size_t which = 9;
    struct tocsin_err *err = search_open(l->sources, l->n, &l->search, &which);

    assert_non_null(err);
    assert_int_equal(tocsin_err_code(err), code);
    assert_int_equal(which, 0);
    tocsin_err_free(err);
}

static void a_file_that_is_missing_or_another_is_refused(void **state)
{
    struct library l;

    (void)state;
    library_new(&l);
    library_add(&l, "quay", quay);
    l.sources[0].stamp = SPAN("1:2");
    assert_not_opened(&l, TOCSIN_ERR_CORRUPT);
    l.sources[0].stamp = SPAN("1:1");
    damage(l.sources[0].path, 0, "not a database");
    assert_not_opened(&l, TOCSIN_ERR_CORRUPT);
    assert_int_equal(truncate(l.sources[0].path, 0), 0);
    assert_not_opened(&l, TOCSIN_ERR_CORRUPT);
    assert_int_equal(unlink(l.sources[0].path), 0);
    assert_not_opened(&l, TOCSIN_ERR_NOT_FOUND);
    library_free(&l);
}

/* Every page in turn: it is never a fall, and the check tells of what opening does not. */
static void damage_anywhere_is_told(void **state)
{
    struct library l;
    struct stat st;

    (void)state;
    library_new(&l);
    library_add(&l, "quay", quay);
    assert_int_equal(stat(l.sources[0].path, &st), 0);
    for (long at = 4096 + 2000; at < st.st_size; at += 8192) {
        const char *what = NULL;
        size_t which;
        struct tocsin_err *err;

        l.n = 0;
        library_add(&l, "quay", quay);
        damage(l.sources[0].path, at, "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq");
        err = search_open(l.sources, 1, &l.search, &which);
        if (!err) {
            struct tocsin_search_options o = {.q = "ferdik h* \"harbour works\"", .limit = 5};

            tocsin_err_free(search_run(l.search, l.arena, &o, &l.answer));
            assert_ok(search_check(l.search, 0, &what));
        }
        tocsin_err_free(err);
        search_close(l.search);
        l.search = NULL;
    }
    library_free(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_found_wherever_they_stand),
        cmocka_unit_test(phrases_stand_in_order_or_near),
        cmocka_unit_test(patterns_and_slips_stand_for_words),
        cmocka_unit_test(with_fuzzy_every_word_may_slip),
        cmocka_unit_test(scripts_are_found_in_their_own_letters_and_romanised),
        cmocka_unit_test(fields_ask_for_whole_values),
        cmocka_unit_test(an_exact_name_comes_first),
        cmocka_unit_test(an_entity_in_two_lists_is_there_once_with_both),
        cmocka_unit_test(options_narrow),
        cmocka_unit_test(pages_and_orders),
        cmocka_unit_test(facets_count_each_entity_once),
        cmocka_unit_test(what_is_not_known_is_refused),
        cmocka_unit_test(a_query_has_so_many_patterns),
        cmocka_unit_test(a_prefix_suggests_names),
        cmocka_unit_test(a_file_that_is_missing_or_another_is_refused),
        cmocka_unit_test(damage_anywhere_is_told),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
