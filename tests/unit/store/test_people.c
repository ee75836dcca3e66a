/* SPDX-License-Identifier: Apache-2.0
 *
 * people.db: what is kept comes back, what takes a right away tells others, and damage is found.
 */
#include "fixture.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include "store/people.h"

struct folk {
    struct bench b;
    char path[96];
    struct people *p, *other;
};

static void folk_open(struct folk *f)
{
    bench_folder(&f->b);
    f->b.store = NULL;
    snprintf(f->path, sizeof(f->path), "%s/%s", f->b.folder, PEOPLE_FILE);
    assert_ok(people_open(f->path, PEOPLE_DURABLE, &f->p));
    assert_ok(people_open(f->path, PEOPLE_FAST, &f->other));
}

static void folk_close(struct folk *f)
{
    people_close(f->p);
    people_close(f->other);
    bench_close(&f->b);
}

static struct span hash_of(char letter)
{
    static char bytes[256][PEOPLE_HASH];

    memset(bytes[(unsigned char)letter], letter, PEOPLE_HASH);
    return (struct span){bytes[(unsigned char)letter], PEOPLE_HASH};
}

static struct people_officer *officer(struct folk *f, const char *name)
{
    struct people_officer *o = NULL;

    assert_ok(people_officer_find(f->p, f->b.arena, span_of(name), &o));
    return o;
}

static void add_officer(struct folk *f, const char *name)
{
    struct people_officer o = {.name = span_of(name),
                               .role = SPAN("viewer"),
                               .secret = SPAN("$argon2id$one"),
                               .created = 100};

    assert_ok(people_officer_add(f->p, &o));
}

static struct people_token *token(struct folk *f, char letter)
{
    struct people_token *t = NULL;

    assert_ok(people_token_find(f->p, f->b.arena, hash_of(letter), &t));
    return t;
}

static struct tocsin_err *add_token(struct folk *f, const char *name, char letter)
{
    struct people_token t = {.name = span_of(name),
                             .role = SPAN("analyst"),
                             .hash = hash_of(letter),
                             .purpose = SPAN("new customers"),
                             .rate = 600,
                             .burst = true,
                             .created = 100,
                             .expires = 200};

    return people_token_add(f->p, &t);
}

static bool has_session(struct folk *f, char letter)
{
    struct people_session *s = NULL;

    assert_ok(people_session_find(f->p, f->b.arena, hash_of(letter), &s));
    return s != NULL;
}

static void add_session(struct folk *f, const char *name, char letter)
{
    struct people_officer *o = officer(f, name);
    bool made = false;

    assert_ok(people_session_add(f->p, hash_of(letter), o->number, o->secret, SPAN("192.0.2.1"),
                                 100, &made));
    assert_true(made);
}

static uint64_t changes(struct people *p)
{
    uint64_t n = 0;

    assert_ok(people_changes(p, &n));
    assert_true(n > 0);
    return n;
}

static bool any_role(struct span role)
{
    return !span_eq(role, SPAN("emperor"));
}

static uint64_t findings_of(struct folk *f)
{
    uint64_t n = 0;

    assert_ok(people_check(f->path, any_role, NULL, NULL, &n));
    return n;
}

static void exec(struct folk *f, const char *sql)
{
    sqlite3 *db;

    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

/* ---- the file ---------------------------------------------------------------------------- */

static void the_file_is_made_for_its_owner_alone(void **state)
{
    struct folk f;
    struct stat st;

    (void)state;
    folk_open(&f);
    assert_int_equal(stat(f.path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    folk_close(&f);
}

static void a_store_is_not_taken_for_it(void **state)
{
    struct people *p;
    struct bench b;

    (void)state;
    bench_open(&b);
    assert_code(people_open(b.path, PEOPLE_DURABLE, &p), TOCSIN_ERR_CORRUPT);
    bench_close(&b);
}

static void a_newer_form_is_refused(void **state)
{
    struct people *p;
    struct folk f;

    (void)state;
    folk_open(&f);
    exec(&f, "PRAGMA user_version = 77");
    assert_code(people_open(f.path, PEOPLE_DURABLE, &p), TOCSIN_ERR_UNSUPPORTED);
    folk_close(&f);
}

static void every_statement_of_it_fits_its_tables(void **state)
{
    static const char *const statements[] = {
#define STMT(name, sql) sql,
#include "store/people_stmt.def"
#undef STMT
    };
    struct folk f;
    sqlite3 *db;

    (void)state;
    folk_open(&f);
    assert_int_equal(sqlite3_open(f.path, &db), SQLITE_OK);
    for (size_t i = 0; i < ARRAY_LEN(statements); i++) {
        sqlite3_stmt *st = NULL;

        if (sqlite3_prepare_v2(db, statements[i], -1, &st, NULL) != SQLITE_OK)
            fail_msg("%s: %s", statements[i], sqlite3_errmsg(db));
        sqlite3_finalize(st);
    }
    sqlite3_close(db);
    folk_close(&f);
}

/* ---- officers, sessions -------------------------------------------------------------------- */

static void officers_come_back_by_any_case_of_their_name(void **state)
{
    struct people_officer *o, *list = NULL;
    struct people_officer again = {.name = SPAN("MAREN"), .role = SPAN("x"), .secret = SPAN("y")};
    struct folk f;
    size_t n = 0;

    (void)state;
    folk_open(&f);
    add_officer(&f, "maren");
    add_officer(&f, "Ada");
    o = officer(&f, "Maren");
    assert_non_null(o);
    assert_span(o->name, SPAN("maren"));
    assert_span(o->role, SPAN("viewer"));
    assert_span(o->secret, SPAN("$argon2id$one"));
    assert_int_equal(o->created, 100);
    assert_null(officer(&f, "mare"));
    assert_code(people_officer_add(f.p, &again), TOCSIN_ERR_EXISTS);
    assert_ok(people_officers(f.p, f.b.arena, &list, &n));
    assert_int_equal(n, 2);
    assert_span(list[0].name, SPAN("Ada"));
    folk_close(&f);
}

static void what_takes_a_right_away_ends_sessions_and_tells(void **state)
{
    struct people_officer *o;
    uint64_t before;
    struct folk f;

    (void)state;
    folk_open(&f);
    add_officer(&f, "maren");
    o = officer(&f, "maren");
    for (int i = 0; i < 3; i++) {
        add_session(&f, "maren", 'a');
        before = changes(f.other);
        assert_true(has_session(&f, 'a'));
        assert_int_equal(changes(f.other), before);
        if (i == 0)
            assert_ok(people_officer_secret(f.p, o->number, SPAN("$argon2id$two"), 200));
        else if (i == 1)
            assert_ok(people_officer_role(f.p, o->number, SPAN("admin"), 300));
        else
            assert_ok(people_officer_remove(f.p, o->number));
        assert_false(has_session(&f, 'a'));
        assert_true(changes(f.other) > before);
        assert_int_equal(changes(f.p), changes(f.other));
    }
    assert_code(people_officer_remove(f.p, o->number), TOCSIN_ERR_NOT_FOUND);
    folk_close(&f);
}

static void no_session_begins_with_a_password_of_before(void **state)
{
    struct people_officer *o;
    bool made = true;
    struct folk f;

    (void)state;
    folk_open(&f);
    add_officer(&f, "maren");
    o = officer(&f, "maren");
    assert_ok(people_officer_secret(f.p, o->number, SPAN("$argon2id$two"), 200));
    assert_ok(people_session_add(f.p, hash_of('a'), o->number, o->secret, SPAN(""), 200, &made));
    assert_false(made);
    assert_ok(people_officer_rehash(f.p, o->number, o->secret, SPAN("$argon2id$three")));
    assert_span(officer(&f, "maren")->secret, SPAN("$argon2id$two"));
    folk_close(&f);
}

static void old_sessions_are_swept(void **state)
{
    struct folk f;

    (void)state;
    folk_open(&f);
    add_officer(&f, "maren");
    add_session(&f, "maren", 'a');
    add_session(&f, "maren", 'b');
    assert_ok(people_session_touch(f.p, hash_of('b'), 500));
    assert_ok(people_session_sweep(f.p, 50, 400));
    assert_false(has_session(&f, 'a'));
    assert_true(has_session(&f, 'b'));
    assert_ok(people_session_end(f.p, hash_of('b')));
    assert_false(has_session(&f, 'b'));
    folk_close(&f);
}

/* ---- tokens, attempts ---------------------------------------------------------------------- */

static void tokens_come_back_by_their_hash(void **state)
{
    struct people_token *t;
    struct folk f;

    (void)state;
    folk_open(&f);
    assert_ok(add_token(&f, "intake", 'a'));
    assert_ok(people_token_touch(f.p, 1, 150));
    assert_ok(people_token_touch(f.p, 1, 140));
    t = token(&f, 'a');
    assert_non_null(t);
    assert_span(t->purpose, SPAN("new customers"));
    assert_int_equal(t->rate, 600);
    assert_true(t->burst);
    assert_int_equal(t->expires, 200);
    assert_int_equal(t->used, 150);
    assert_int_equal(t->revoked, 0);
    assert_null(token(&f, 'b'));
    folk_close(&f);
}

static void a_revoked_token_stays_and_its_name_is_free(void **state)
{
    struct people_token *list = NULL;
    uint64_t before;
    struct folk f;
    size_t n = 0;

    (void)state;
    folk_open(&f);
    assert_ok(add_token(&f, "intake", 'a'));
    assert_code(add_token(&f, "Intake", 'b'), TOCSIN_ERR_EXISTS);
    before = changes(f.other);
    assert_ok(people_token_revoke(f.p, SPAN("INTAKE"), 300));
    assert_true(changes(f.other) > before);
    assert_int_equal(token(&f, 'a')->revoked, 300);
    assert_code(people_token_revoke(f.p, SPAN("intake"), 300), TOCSIN_ERR_NOT_FOUND);
    assert_ok(add_token(&f, "Intake", 'b'));
    assert_ok(people_tokens(f.p, f.b.arena, &list, &n));
    assert_int_equal(n, 2);
    assert_true(list[0].number < list[1].number);
    folk_close(&f);
}

static void assert_failures(struct folk *f, const char *key, int64_t since, uint64_t expected)
{
    uint64_t failures = 99;
    int64_t last;

    assert_ok(people_attempt_find(f->p, span_of(key), since, &failures, &last));
    assert_int_equal(failures, expected);
}

static void failures_are_counted_and_forgotten(void **state)
{
    struct folk f;

    (void)state;
    folk_open(&f);
    assert_failures(&f, "a", 0, 0);
    assert_ok(people_attempt_add(f.p, SPAN("a"), 100, 0));
    assert_ok(people_attempt_add(f.p, SPAN("a"), 110, 0));
    assert_ok(people_attempt_add(f.p, SPAN("b"), 120, 0));
    assert_failures(&f, "a", 0, 2);
    assert_failures(&f, "a", 111, 0);
    assert_ok(people_attempt_less(f.p, SPAN("a")));
    assert_failures(&f, "a", 0, 1);
    assert_ok(people_attempt_add(f.p, SPAN("a"), 500, 400));
    assert_failures(&f, "a", 0, 1);
    assert_ok(people_attempt_sweep(f.p, 0, 1)); /* the newest one stays */
    assert_failures(&f, "a", 0, 1);
    assert_failures(&f, "b", 0, 0);
    assert_ok(people_attempt_clear(f.p, SPAN("a")));
    assert_failures(&f, "a", 0, 0);
    folk_close(&f);
}

/* ---- searches ------------------------------------------------------------------------------ */

static void add_search(struct folk *f, const char *name, int64_t at)
{
    struct people_search s = {.at = at,
                              .kind = PEOPLE_TOKEN,
                              .who = 7,
                              .name = span_of(name),
                              .role = SPAN("viewer"),
                              .address = SPAN("192.0.2.1"),
                              .route = SPAN("/match"),
                              .purpose = SPAN("test"),
                              .query = SPAN("{\"name\":\"Ferdik\"}"),
                              .request = SPAN("r-1"),
                              .results = 3,
                              .matches = 1};

    assert_ok(people_search_add(f->p, &s));
}

static size_t searches(struct folk *f, const struct people_filter *filter, uint64_t *first)
{
    struct people_search *list = NULL;
    size_t n = 0;

    assert_ok(people_searches(f->p, f->b.arena, filter, &list, &n));
    *first = n ? list[0].number : 0;
    for (size_t i = 1; i < n; i++)
        assert_true(list[i].number < list[i - 1].number);
    return n;
}

static void searches_are_filtered_and_paged(void **state)
{
    uint64_t first;
    struct folk f;

    (void)state;
    folk_open(&f);
    for (int i = 1; i <= 6; i++)
        add_search(&f, i % 2 ? "intake" : "desk", 100 * i);
#define FIND(...) searches(&f, &(struct people_filter){__VA_ARGS__}, &first)
    assert_int_equal(FIND(.limit = 100), 6);
    assert_int_equal(first, 6);
    assert_int_equal(FIND(.limit = 2), 2);
    assert_int_equal(FIND(.limit = 2, .before = 5), 2);
    assert_int_equal(first, 4);
    assert_int_equal(FIND(.limit = 9, .since = 300), 4);
    assert_int_equal(FIND(.limit = 9, .since = 601), 0);
    assert_int_equal(FIND(.limit = 9, .name = SPAN("DESK")), 3);
    assert_int_equal(FIND(.limit = 9, .name = SPAN("desk"), .since = 300, .before = 6), 1);
    assert_int_equal(first, 4);
    assert_int_equal(FIND(.limit = 9, .name = SPAN("nobody")), 0);
#undef FIND
    folk_close(&f);
}

static void old_searches_go_in_steps_and_numbers_are_not_given_again(void **state)
{
    struct people_filter all = {.limit = 100};
    uint64_t n, first;
    struct folk f;

    (void)state;
    folk_open(&f);
    for (int i = 1; i <= 5; i++)
        add_search(&f, "intake", 100 * i);
    assert_ok(people_search_trim(f.p, 450, 3, &n));
    assert_int_equal(n, 3);
    assert_ok(people_search_trim(f.p, 450, 3, &n));
    assert_int_equal(n, 1);
    assert_int_equal(searches(&f, &all, &first), 1);
    assert_ok(people_search_trim(f.p, 1000, 3, &n));
    add_search(&f, "intake", 600);
    assert_int_equal(searches(&f, &all, &first), 1);
    assert_int_equal(first, 6);
    folk_close(&f);
}

static void an_aborted_batch_leaves_nothing(void **state)
{
    struct people_filter all = {.limit = 100};
    uint64_t first;
    struct folk f;

    (void)state;
    folk_open(&f);
    assert_ok(people_begin(f.p));
    add_search(&f, "intake", 100);
    people_abort(f.p);
    assert_int_equal(searches(&f, &all, &first), 0);
    assert_ok(people_begin(f.p));
    add_search(&f, "intake", 100);
    assert_ok(people_commit(f.p));
    assert_int_equal(searches(&f, &all, &first), 1);
    folk_close(&f);
}

/* ---- proof ------------------------------------------------------------------------------- */

static void a_sound_file_has_no_findings(void **state)
{
    uint64_t n = 5;
    struct folk f;

    (void)state;
    folk_open(&f);
    add_officer(&f, "maren");
    add_session(&f, "maren", 'a');
    assert_ok(add_token(&f, "intake", 'a'));
    add_search(&f, "intake", 100);
    assert_int_equal(findings_of(&f), 0);
    assert_ok(people_check("/nowhere/people.db", any_role, NULL, NULL, &n));
    assert_int_equal(n, 5);
    folk_close(&f);
}

static void each_wrong_form_is_a_finding(void **state)
{
    static const char *const wrongs[] = {
        "UPDATE officer SET secret = 'swordfish'",
        "UPDATE officer SET role = 'emperor'",
        "UPDATE token SET hash = x'00'",
        "UPDATE token SET role = 'emperor'",
        "UPDATE token SET rate = -1",
        "UPDATE session SET officer = 99",
        "UPDATE search SET query = '{'",
        "UPDATE search SET kind = 9",
        "UPDATE search SET matches = 9",
        "UPDATE session SET hash = x'01'",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(wrongs); i++) {
        struct folk f;

        folk_open(&f);
        add_officer(&f, "maren");
        add_session(&f, "maren", 'a');
        assert_ok(add_token(&f, "intake", 'a'));
        add_search(&f, "intake", 100);
        exec(&f, wrongs[i]);
        assert_int_equal(findings_of(&f), 1);
        folk_close(&f);
    }
}

static void a_file_of_another_kind_is_a_finding(void **state)
{
    uint64_t n = 0;
    struct bench b;

    (void)state;
    bench_open(&b);
    assert_ok(people_check(b.path, any_role, NULL, NULL, &n));
    assert_int_equal(n, 1);
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_file_is_made_for_its_owner_alone),
        cmocka_unit_test(a_store_is_not_taken_for_it),
        cmocka_unit_test(a_newer_form_is_refused),
        cmocka_unit_test(every_statement_of_it_fits_its_tables),
        cmocka_unit_test(officers_come_back_by_any_case_of_their_name),
        cmocka_unit_test(what_takes_a_right_away_ends_sessions_and_tells),
        cmocka_unit_test(no_session_begins_with_a_password_of_before),
        cmocka_unit_test(old_sessions_are_swept),
        cmocka_unit_test(tokens_come_back_by_their_hash),
        cmocka_unit_test(a_revoked_token_stays_and_its_name_is_free),
        cmocka_unit_test(failures_are_counted_and_forgotten),
        cmocka_unit_test(searches_are_filtered_and_paged),
        cmocka_unit_test(old_searches_go_in_steps_and_numbers_are_not_given_again),
        cmocka_unit_test(an_aborted_batch_leaves_nothing),
        cmocka_unit_test(a_sound_file_has_no_findings),
        cmocka_unit_test(each_wrong_form_is_a_finding),
        cmocka_unit_test(a_file_of_another_kind_is_a_finding),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
