/* SPDX-License-Identifier: Apache-2.0
 *
 * Being let in: keys, logins, sessions, what ends them, and who else may notice.
 */
#include "fixture.h"

#include <sqlite3.h>

#include "store/people.h"

#define assert_outcome(answer, expected)                                                           \
    assert_string_equal(access_outcome_name((answer).outcome), access_outcome_name(expected))

static void add_token(struct house *h, struct access_token t, char key[ACCESS_KEY_SIZE])
{
    assert_ok(access_token_add(h->a, &t, NOW, key));
}

/* ---- keys -------------------------------------------------------------------------------- */

static void a_key_lets_in_whom_it_was_made_for(void **state)
{
    struct access_answer answer;
    char key[ACCESS_KEY_SIZE];
    struct house h;

    (void)state;
    house_open(&h);
    add_token(&h,
              (struct access_token){.name = SPAN("intake"),
                                    .role = ROLE_analyst,
                                    .purpose = SPAN("new customers"),
                                    .rate = 60,
                                    .burst = true},
              key);
    assert_int_equal(strlen(key), ACCESS_KEY_SIZE - 1);
    assert_true(span_starts(span_of(key), SPAN("tocsin_")));
    for (int i = 0; i < 3; i++) {
        answer = with_key(&h, key, NOW + i);
        assert_outcome(answer, ACCESS_GRANTED);
        assert_int_equal(answer.who.kind, WHO_TOKEN);
        assert_string_equal(answer.who.name, "intake");
        assert_string_equal(answer.who.purpose, "new customers");
        assert_int_equal(answer.who.role, ROLE_analyst);
        assert_int_equal(answer.who.rate, 60);
        assert_true(answer.who.burst);
        house_reopen(&h);
    }
    house_close(&h);
}

static void a_mistyped_key_is_told_from_an_unknown_one(void **state)
{
    char key[ACCESS_KEY_SIZE], other[ACCESS_KEY_SIZE + 8];
    struct house h, elsewhere;

    (void)state;
    house_open(&h);
    house_open(&elsewhere);
    add_token(&h, (struct access_token){.name = SPAN("intake")}, key);
    for (size_t i = 0; key[i]; i++) {
        memcpy(other, key, sizeof(key));
        other[i] = key[i] == 'A' ? 'B' : 'A';
        assert_outcome(with_key(&h, other, NOW), ACCESS_MALFORMED);
    }
    memcpy(other, key, sizeof(key));
    memcpy(other + ACCESS_KEY_SIZE - 1, "A", 2);
    assert_outcome(with_key(&h, other, NOW), ACCESS_MALFORMED);
    other[ACCESS_KEY_SIZE - 2] = '\0';
    assert_outcome(with_key(&h, other, NOW), ACCESS_MALFORMED);
    assert_outcome(with_key(&h, "", NOW), ACCESS_MALFORMED);
    assert_outcome(with_key(&elsewhere, key, NOW), ACCESS_UNKNOWN);
    house_close(&h);
    house_close(&elsewhere);
}

static void the_key_itself_is_kept_nowhere(void **state)
{
    char key[ACCESS_KEY_SIZE], path[96];
    struct buf file = {0};
    struct house h;

    (void)state;
    house_open(&h);
    add_token(&h, (struct access_token){.name = SPAN("intake")}, key);
    house_reopen(&h);
    snprintf(path, sizeof(path), "%s/%s", h.home, PEOPLE_FILE);
    assert_ok(file_read(path, (size_t)1 << 24, &file));
    assert_true(span_find_span(buf_view(&file), SPAN("intake")) < file.n);
    assert_int_equal(span_find_span(buf_view(&file), span_of(key + 7)), file.n);
    buf_free(&file);
    house_close(&h);
}

static void a_key_ends_when_it_expires_or_is_revoked(void **state)
{
    char one[ACCESS_KEY_SIZE], two[ACCESS_KEY_SIZE];
    struct house h;

    (void)state;
    house_open(&h);
    add_token(&h, (struct access_token){.name = SPAN("one"), .expires = NOW + 10}, one);
    add_token(&h, (struct access_token){.name = SPAN("two")}, two);
    assert_outcome(with_key(&h, one, NOW + 9), ACCESS_GRANTED);
    assert_outcome(with_key(&h, one, NOW + 10), ACCESS_EXPIRED);
    assert_outcome(with_key(&h, two, NOW + 10), ACCESS_GRANTED);
    assert_ok(access_token_revoke(h.a, SPAN("two"), NOW + 11));
    assert_outcome(with_key(&h, two, NOW + 11), ACCESS_REVOKED);
    assert_code(access_token_revoke(h.a, SPAN("two"), NOW), TOCSIN_ERR_NOT_FOUND);
    house_close(&h);
}

static void a_wish_that_makes_no_sense_is_refused(void **state)
{
    static const struct access_token bad[] = {{.name = {"a b", 3}},
                                              {.name = {"x", 1}, .expires = NOW},
                                              {.name = {"x", 1}, .burst = true}};
    char key[ACCESS_KEY_SIZE], purpose[LIMIT_PURPOSE + 1];
    struct house h;

    (void)state;
    house_open(&h);
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_code(access_token_add(h.a, &bad[i], NOW, key), TOCSIN_ERR_USAGE);
    memset(purpose, 'x', sizeof(purpose));
    assert_code(access_token_add(h.a,
                                 &(struct access_token){.name = SPAN("x"),
                                                        .purpose = {purpose, sizeof(purpose)}},
                                 NOW, key),
                TOCSIN_ERR_USAGE);
    house_close(&h);
}

static int64_t last_used(struct house *h)
{
    struct access_token *list = NULL;
    size_t n = 0;

    assert_ok(access_tokens(h->a, h->arena, &list, &n));
    assert_int_equal(n, 1);
    return list[0].used;
}

static void the_last_use_is_noted_once_a_minute(void **state)
{
    char key[ACCESS_KEY_SIZE];
    struct house h;

    (void)state;
    house_open(&h);
    add_token(&h, (struct access_token){.name = SPAN("intake")}, key);
    with_key(&h, key, NOW);
    with_key(&h, key, NOW + 59);
    house_reopen(&h);
    assert_int_equal(last_used(&h), NOW);
    with_key(&h, key, NOW + 59);
    house_reopen(&h);
    assert_int_equal(last_used(&h), NOW);
    with_key(&h, key, NOW + 60);
    house_reopen(&h);
    assert_int_equal(last_used(&h), NOW + 60);
    house_close(&h);
}

/* ---- revoked elsewhere --------------------------------------------------------------------- */

/* Another handle stands for another process: they share nothing but the file. */
static void a_right_taken_away_elsewhere_is_gone_within_a_second(void **state)
{
    char key[ACCESS_KEY_SIZE], cookie[ACCESS_COOKIE_SIZE];
    struct access *other = NULL;
    struct house h;

    (void)state;
    house_open(&h);
    add_token(&h, (struct access_token){.name = SPAN("intake")}, key);
    add_officer(&h, "maren", ROLE_viewer);
    assert_outcome(log_in(&h, "maren", GOOD_PASSWORD, NOW, cookie), ACCESS_GRANTED);
    assert_outcome(with_key(&h, key, NOW), ACCESS_GRANTED);
    assert_outcome(with_cookie(&h, cookie, NOW), ACCESS_GRANTED);
    assert_ok(access_open(h.home, &h.limits, &other));
    assert_ok(access_token_revoke(other, SPAN("intake"), NOW));
    assert_ok(access_officer_role(other, SPAN("maren"), ROLE_admin, NOW));
    assert_ok(access_close(other));
    usleep(300000);
    assert_outcome(with_key(&h, key, NOW), ACCESS_REVOKED);
    assert_outcome(with_cookie(&h, cookie, NOW), ACCESS_UNKNOWN);
    house_close(&h);
}

/* ---- logins ------------------------------------------------------------------------------ */

static void a_login_gives_a_session_until_logout(void **state)
{
    char cookie[ACCESS_COOKIE_SIZE];
    struct access_answer answer;
    struct house h;

    (void)state;
    house_open(&h);
    add_officer(&h, "Maren", ROLE_officer);
    answer = log_in(&h, "mAREN", GOOD_PASSWORD, NOW, cookie);
    assert_outcome(answer, ACCESS_GRANTED);
    assert_string_equal(answer.who.name, "Maren");
    assert_int_equal(answer.who.role, ROLE_officer);
    assert_int_equal(strlen(cookie), ACCESS_COOKIE_SIZE - 1);
    house_reopen(&h);
    answer = with_cookie(&h, cookie, NOW + 1);
    assert_outcome(answer, ACCESS_GRANTED);
    assert_int_equal(answer.who.kind, WHO_OFFICER);
    assert_string_equal(answer.who.name, "Maren");
    assert_ok(access_logout(h.a, span_of(cookie)));
    assert_outcome(with_cookie(&h, cookie, NOW + 1), ACCESS_UNKNOWN);
    assert_outcome(with_cookie(&h, "not a cookie", NOW + 1), ACCESS_UNKNOWN);
    assert_ok(access_logout(h.a, SPAN("not a cookie")));
    house_close(&h);
}

static void a_session_ends_after_its_life_and_without_use(void **state)
{
    char cookie[ACCESS_COOKIE_SIZE];
    struct house h;

    (void)state;
    house_open(&h);
    h.limits.session_life = 1000;
    h.limits.session_idle = 300;
    house_reopen(&h);
    add_officer(&h, "maren", ROLE_viewer);
    log_in(&h, "maren", GOOD_PASSWORD, NOW, cookie);
    for (int64_t at = 0; at < 1000; at += 250)
        assert_outcome(with_cookie(&h, cookie, NOW + at), ACCESS_GRANTED);
    assert_outcome(with_cookie(&h, cookie, NOW + 999), ACCESS_GRANTED);
    assert_outcome(with_cookie(&h, cookie, NOW + 1000), ACCESS_EXPIRED);
    log_in(&h, "maren", GOOD_PASSWORD, NOW, cookie);
    assert_outcome(with_cookie(&h, cookie, NOW + 299), ACCESS_GRANTED);
    house_reopen(&h); /* when it was last used is on the disk */
    assert_outcome(with_cookie(&h, cookie, NOW + 598), ACCESS_GRANTED);
    assert_outcome(with_cookie(&h, cookie, NOW + 898), ACCESS_EXPIRED);
    assert_outcome(with_cookie(&h, cookie, NOW + 899), ACCESS_EXPIRED);
    house_close(&h);
}

static void a_new_password_or_role_or_none_ends_all_sessions(void **state)
{
    char cookie[3][ACCESS_COOKIE_SIZE];
    struct house h;

    (void)state;
    house_open(&h);
    add_officer(&h, "maren", ROLE_viewer);
    log_in(&h, "maren", GOOD_PASSWORD, NOW, cookie[0]);
    assert_outcome(with_cookie(&h, cookie[0], NOW), ACCESS_GRANTED);
    assert_ok(access_officer_password(h.a, SPAN("maren"), SPAN("six mild swans at noon"), NOW));
    assert_outcome(with_cookie(&h, cookie[0], NOW), ACCESS_UNKNOWN);
    assert_outcome(log_in(&h, "maren", GOOD_PASSWORD, NOW, cookie[1]), ACCESS_WRONG);
    log_in(&h, "maren", "six mild swans at noon", NOW, cookie[1]);
    assert_ok(access_officer_role(h.a, SPAN("maren"), ROLE_admin, NOW));
    assert_outcome(with_cookie(&h, cookie[1], NOW), ACCESS_UNKNOWN);
    assert_int_equal(log_in(&h, "maren", "six mild swans at noon", NOW, cookie[2]).who.role,
                     ROLE_admin);
    assert_ok(access_officer_remove(h.a, SPAN("maren")));
    assert_outcome(with_cookie(&h, cookie[2], NOW), ACCESS_UNKNOWN);
    assert_outcome(log_in(&h, "maren", "six mild swans at noon", NOW, cookie[2]), ACCESS_WRONG);
    house_close(&h);
}

static void a_name_that_is_not_there_is_wrong_like_a_password(void **state)
{
    static const char *const names[] = {"maren", "nobody", "", "a b", "x'; DROP TABLE officer"};
    char cookie[ACCESS_COOKIE_SIZE];
    struct house h;

    (void)state;
    house_open(&h);
    add_officer(&h, "maren", ROLE_viewer);
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        assert_outcome(log_in(&h, names[i], "wrong password", NOW, cookie), ACCESS_WRONG);
        assert_string_equal(cookie, "");
    }
    assert_outcome(log_in(&h, "maren", "", NOW, cookie), ACCESS_WRONG);
    house_close(&h);
}

static void failures_lock_an_officer_for_a_while_even_after_a_restart(void **state)
{
    char cookie[ACCESS_COOKIE_SIZE];
    struct access_answer answer;
    struct house h;

    (void)state;
    house_open(&h);
    add_officer(&h, "maren", ROLE_viewer);
    add_officer(&h, "ada", ROLE_viewer);
    for (int i = 0; i < 5; i++)
        assert_outcome(log_in(&h, i % 2 ? "MAREN" : "maren", "wrong password", NOW, cookie),
                       ACCESS_WRONG);
    house_reopen(&h);
    answer = log_in(&h, "maren", GOOD_PASSWORD, NOW + 29, cookie);
    assert_outcome(answer, ACCESS_LOCKED);
    assert_int_equal(answer.retry_after, 1);
    assert_outcome(log_in(&h, "ada", GOOD_PASSWORD, NOW, cookie), ACCESS_GRANTED);
    assert_outcome(log_in(&h, "maren", GOOD_PASSWORD, NOW + 30, cookie), ACCESS_GRANTED);
    for (int i = 0; i < 4; i++)
        assert_outcome(log_in(&h, "maren", "wrong password", NOW + 30, cookie), ACCESS_WRONG);
    assert_outcome(log_in(&h, "maren", GOOD_PASSWORD, NOW + 30, cookie), ACCESS_GRANTED);
    house_close(&h);
}

static void one_address_cannot_try_many_names_for_ever(void **state)
{
    char cookie[ACCESS_COOKIE_SIZE], name[16];
    struct access_answer answer;
    struct house h;

    (void)state;
    house_open(&h);
    add_officer(&h, "maren", ROLE_viewer);
    for (int i = 0; i < 25; i++) {
        snprintf(name, sizeof(name), "guess%d", i);
        assert_outcome(log_in(&h, name, "wrong password", NOW, cookie), ACCESS_WRONG);
        if (i < 20)
            assert_outcome(log_in(&h, "maren", GOOD_PASSWORD, NOW, cookie), ACCESS_GRANTED);
    }
    assert_outcome(log_in(&h, "maren", GOOD_PASSWORD, NOW, cookie), ACCESS_LOCKED);
    assert_ok(access_login(h.a, SPAN("maren"), SPAN(GOOD_PASSWORD), SPAN("192.0.2.2"), NOW, cookie,
                           &answer));
    assert_outcome(answer, ACCESS_GRANTED);
    house_close(&h);
}

/* The stored text of the one officer's password. */
static char *stored_hash(struct house *h)
{
    char path[96], *text;
    sqlite3_stmt *st;
    sqlite3 *db;

    snprintf(path, sizeof(path), "%s/%s", h->home, PEOPLE_FILE);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_prepare_v2(db, "SELECT secret FROM officer", -1, &st, NULL);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    text = arena_str(h->arena, span_of((const char *)sqlite3_column_text(st, 0)));
    sqlite3_finalize(st);
    sqlite3_close(db);
    return text;
}

static void a_password_is_hashed_anew_when_the_limits_have_grown(void **state)
{
    char cookie[ACCESS_COOKIE_SIZE], *first, *second;
    struct house h;

    (void)state;
    house_open(&h);
    add_officer(&h, "maren", ROLE_viewer);
    first = stored_hash(&h);
    h.limits.password_passes = 2;
    h.limits.password_memory = 65536;
    house_reopen(&h);
    assert_outcome(log_in(&h, "maren", "wrong password", NOW, cookie), ACCESS_WRONG);
    assert_string_equal(stored_hash(&h), first);
    assert_outcome(log_in(&h, "maren", GOOD_PASSWORD, NOW, cookie), ACCESS_GRANTED);
    second = stored_hash(&h);
    assert_non_null(strstr(second, "m=64,t=2,p=1"));
    assert_outcome(with_cookie(&h, cookie, NOW), ACCESS_GRANTED);
    assert_outcome(log_in(&h, "maren", GOOD_PASSWORD, NOW, cookie), ACCESS_GRANTED);
    assert_string_equal(stored_hash(&h), second);
    house_close(&h);
}

static void weak_passwords_and_twice_used_names_are_refused(void **state)
{
    struct access_officer *list = NULL;
    struct house h;
    size_t n = 0;

    (void)state;
    house_open(&h);
    add_officer(&h, "maren", ROLE_viewer);
    assert_code(access_officer_add(h.a, SPAN("MAREN"), ROLE_viewer, SPAN(GOOD_PASSWORD), NOW),
                TOCSIN_ERR_EXISTS);
    assert_code(access_officer_add(h.a, SPAN("ada"), ROLE_viewer, SPAN("short"), NOW),
                TOCSIN_ERR_USAGE);
    assert_code(access_officer_add(h.a, SPAN("a b"), ROLE_viewer, SPAN(GOOD_PASSWORD), NOW),
                TOCSIN_ERR_USAGE);
    assert_code(access_officer_password(h.a, SPAN("maren"), SPAN("marenmarenmaren"), NOW),
                TOCSIN_ERR_USAGE);
    assert_code(access_officer_password(h.a, SPAN("ada"), SPAN(GOOD_PASSWORD), NOW),
                TOCSIN_ERR_NOT_FOUND);
    assert_ok(access_officers(h.a, h.arena, &list, &n));
    assert_int_equal(n, 1);
    house_close(&h);
}

/* ---- CSRF, rate, home ---------------------------------------------------------------------- */

static void a_csrf_token_belongs_to_one_session(void **state)
{
    char cookie[2][ACCESS_COOKIE_SIZE], csrf[2][ACCESS_COOKIE_SIZE];
    struct house h;

    (void)state;
    house_open(&h);
    add_officer(&h, "maren", ROLE_viewer);
    for (int i = 0; i < 2; i++) {
        log_in(&h, "maren", GOOD_PASSWORD, NOW, cookie[i]);
        assert_true(access_csrf(span_of(cookie[i]), csrf[i]));
        assert_string_not_equal(csrf[i], cookie[i]);
    }
    assert_true(access_csrf_good(span_of(cookie[0]), span_of(csrf[0])));
    assert_false(access_csrf_good(span_of(cookie[0]), span_of(csrf[1])));
    assert_false(access_csrf_good(span_of(cookie[0]), SPAN("")));
    assert_false(access_csrf_good(SPAN(""), SPAN("")));
    assert_false(access_csrf_good(span_of(cookie[0]), span_of(cookie[0])));
    house_close(&h);
}

static void a_rate_holds_for_each_token_and_not_for_officers(void **state)
{
    struct who token = {.kind = WHO_TOKEN, .id = 1, .rate = 60}, officer = {.kind = WHO_OFFICER};
    int64_t retry_after;
    struct house h;

    (void)state;
    house_open(&h);
    assert_true(access_take(h.a, &token, 1000, &retry_after));
    assert_false(access_take(h.a, &token, 1000, &retry_after));
    assert_int_equal(retry_after, 1);
    token.id = 2;
    assert_true(access_take(h.a, &token, 1000, &retry_after));
    for (int i = 0; i < 1000; i++)
        assert_true(access_take(h.a, &officer, 1000, &retry_after));
    token = (struct who){.kind = WHO_TOKEN, .id = 3};
    assert_true(access_take(h.a, &token, 1000, &retry_after));
    assert_true(access_take(h.a, &token, 1000, &retry_after));
    h.limits.token_rate = 60;
    house_reopen(&h);
    assert_true(access_take(h.a, &token, 1000, &retry_after));
    assert_false(access_take(h.a, &token, 1000, &retry_after));
    assert_true(access_take(h.a, &officer, 1000, &retry_after));
    house_close(&h);
}

static void without_a_home_there_are_no_people(void **state)
{
    struct access_limits limits = access_limits_usual();
    struct access *a = NULL;
    uint64_t n = 0;

    (void)state;
    assert_code(access_open("/nowhere/at/all", &limits, &a), TOCSIN_ERR_NOT_FOUND);
    assert_ok(access_check("/nowhere/at/all", NULL, NULL, &n));
    assert_int_equal(n, 0);
    assert_ok(access_close(NULL));
}

static void a_home_proves_its_people(void **state)
{
    char cookie[ACCESS_COOKIE_SIZE], key[ACCESS_KEY_SIZE];
    struct house h;
    uint64_t n = 0;

    (void)state;
    house_open(&h);
    add_officer(&h, "maren", ROLE_auditor);
    log_in(&h, "maren", GOOD_PASSWORD, NOW, cookie);
    add_token(&h, (struct access_token){.name = SPAN("intake")}, key);
    assert_ok(access_check(h.home, NULL, NULL, &n));
    assert_int_equal(n, 0);
    house_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_lets_in_whom_it_was_made_for),
        cmocka_unit_test(a_mistyped_key_is_told_from_an_unknown_one),
        cmocka_unit_test(the_key_itself_is_kept_nowhere),
        cmocka_unit_test(a_key_ends_when_it_expires_or_is_revoked),
        cmocka_unit_test(a_wish_that_makes_no_sense_is_refused),
        cmocka_unit_test(the_last_use_is_noted_once_a_minute),
        cmocka_unit_test(a_right_taken_away_elsewhere_is_gone_within_a_second),
        cmocka_unit_test(a_login_gives_a_session_until_logout),
        cmocka_unit_test(a_session_ends_after_its_life_and_without_use),
        cmocka_unit_test(a_new_password_or_role_or_none_ends_all_sessions),
        cmocka_unit_test(a_name_that_is_not_there_is_wrong_like_a_password),
        cmocka_unit_test(failures_lock_an_officer_for_a_while_even_after_a_restart),
        cmocka_unit_test(one_address_cannot_try_many_names_for_ever),
        cmocka_unit_test(a_password_is_hashed_anew_when_the_limits_have_grown),
        cmocka_unit_test(weak_passwords_and_twice_used_names_are_refused),
        cmocka_unit_test(a_csrf_token_belongs_to_one_session),
        cmocka_unit_test(a_rate_holds_for_each_token_and_not_for_officers),
        cmocka_unit_test(without_a_home_there_are_no_people),
        cmocka_unit_test(a_home_proves_its_people),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
