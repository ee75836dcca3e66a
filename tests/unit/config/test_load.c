/* SPDX-License-Identifier: Apache-2.0
 *
 * Where values come from, which source goes first, and what the getters give.
 */
#include "home.h"

#include <sys/stat.h>

static void without_anything_there_are_the_defaults(void **state)
{
    struct config *c = home_load(*state, NULL);
    const char *const *list;
    size_t n;

    list = config_list(c, SETTING_LISTEN, &n);
    assert_int_equal(n, 1);
    assert_string_equal(list[0], "127.0.0.1:8470");
    config_list(c, SETTING_CORS_ORIGINS, &n);
    assert_int_equal(n, 0);
    assert_string_equal(config_text(c, SETTING_URL), "");
    assert_int_equal(config_number(c, SETTING_LIMIT_BODY), 8000000);
    assert_int_equal(config_seconds(c, SETTING_ACCESS_SESSION_HOURS), 8 * 3600);
    assert_int_equal(config_seconds(c, SETTING_ACCESS_SEARCH_LOG_DAYS), 1095 * 86400);
    assert_true(config_real(c, SETTING_MATCH_THRESHOLD) == 0.7);
    assert_true(config_bool(c, SETTING_UPDATE_DELTA));
    assert_int_equal(config_word(c, SETTING_LOG_FORMAT), 0);
    assert_string_equal(config_text(c, SETTING_LOG_FORMAT), "auto");
    assert_string_equal(config_source(c, SETTING_LISTEN), "default");
    assert_null(config_warning(c, 0));
    config_free(c);
}

static void a_home_that_is_not_there_has_the_defaults(void **state)
{
    struct config *c = NULL;

    (void)state;
    assert_null(config_load("/tmp/tocsin-no-such-folder", NULL, 0, &c));
    assert_true(config_is_default(c, SETTING_TITLE));
    config_free(c);
}

static void flags_go_before_environment_before_file(void **state)
{
    const struct config_flag flags[] = {{SETTING_TITLE, "--title", "from a flag"}};
    const char *yaml = "title: from the file\nthreads: 3\nlimit:\n  batch: 7\n";
    struct config *c;

    setenv("TOCSIN_TITLE", "from the environment", 1);
    setenv("TOCSIN_THREADS", "4", 1);
    c = home_load_flags(*state, yaml, flags, 1);
    assert_shown(c, SETTING_TITLE, "from a flag", "--title");
    assert_shown(c, SETTING_THREADS, "4", "$TOCSIN_THREADS");
    assert_shown(c, SETTING_LIMIT_BATCH, "7", "node.yaml:4");
    assert_shown(c, SETTING_LIMIT_PAGE, "10", "default");
    assert_false(config_is_default(c, SETTING_LIMIT_BATCH));
    config_free(c);
}

static void lists_are_replaced_as_a_whole(void **state)
{
    const char *yaml = "listen:\n  - 127.0.0.1:1\n  - '[::1]:2'\n";
    const struct config_flag flags[] = {{SETTING_LISTEN, "--listen", "127.0.0.1:5"},
                                        {SETTING_TITLE, "--title", "x"},
                                        {SETTING_LISTEN, "--listen", "unix:/run/a b.sock"}};
    struct config *c = home_load(*state, yaml);

    assert_shown(c, SETTING_LISTEN, "127.0.0.1:1, [::1]:2", "node.yaml:1");
    config_free(c);
    setenv("TOCSIN_LISTEN", " 127.0.0.1:3,, [::1]:4 ", 1);
    c = home_load(*state, yaml);
    assert_shown(c, SETTING_LISTEN, "127.0.0.1:3, [::1]:4", "$TOCSIN_LISTEN");
    config_free(c);
    c = home_load_flags(*state, yaml, flags, 3);
    assert_shown(c, SETTING_LISTEN, "127.0.0.1:5, unix:/run/a b.sock", "--listen");
    config_free(c);
}

static void the_last_of_the_same_flag_counts(void **state)
{
    const struct config_flag flags[] = {{SETTING_TITLE, "--title", "one"},
                                        {SETTING_TITLE, "--title", "two"}};
    struct config *c = home_load_flags(*state, NULL, flags, 2);

    assert_shown(c, SETTING_TITLE, "two", "--title");
    config_free(c);
}

static void names_of_yente_count_where_ours_is_not_set(void **state)
{
    struct config *c;

    setenv("YENTE_MAX_BATCH", "12", 1);
    setenv("YENTE_CRONTAB", "5 * * * *", 1);
    setenv("YENTE_AUTO_REINDEX", "False", 1);
    setenv("YENTE_TITLE", "theirs", 1);
    setenv("TOCSIN_TITLE", "ours", 1);
    c = home_load(*state, "limit.batch: 3\n");
    assert_shown(c, SETTING_LIMIT_BATCH, "12", "$YENTE_MAX_BATCH");
    assert_shown(c, SETTING_UPDATE_SCHEDULE, "5 * * * *", "$YENTE_CRONTAB");
    assert_shown(c, SETTING_UPDATE_AUTO, "false", "$YENTE_AUTO_REINDEX");
    assert_shown(c, SETTING_TITLE, "ours", "$TOCSIN_TITLE");
    config_free(c);
}

static void an_empty_variable_is_not_set(void **state)
{
    struct config *c;

    setenv("TOCSIN_TITLE", "", 1);
    setenv("YENTE_TITLE", "theirs", 1);
    c = home_load(*state, NULL);
    assert_shown(c, SETTING_TITLE, "theirs", "$YENTE_TITLE");
    config_free(c);
}

static void a_slip_in_a_variable_is_told(void **state)
{
    struct config *c;

    setenv("TOCSIN_LISTN", "0.0.0.0:80", 1);
    setenv("TOCSIN_SOMETHING_OF_OTHERS", "1", 1);
    setenv("TOCSIN_HOME", "x", 1);
    c = home_load(*state, NULL);
    assert_string_equal(config_warning(c, 0),
                        "$TOCSIN_LISTN is no setting; did you mean $TOCSIN_LISTEN?");
    assert_null(config_warning(c, 1));
    config_free(c);
    unsetenv("TOCSIN_LISTN");
    unsetenv("TOCSIN_SOMETHING_OF_OTHERS");
    unsetenv("TOCSIN_HOME");
}

static void bad_variables_and_flags_are_named(void **state)
{
    const struct config_flag flags[] = {{SETTING_LISTEN, "--listen", "8470"}};
    const struct home *h = *state;
    struct config *c = NULL;
    struct tocsin_err *err;

    err = config_load(h->path, flags, 1, &c);
    assert_int_equal(tocsin_err_code(err), TOCSIN_ERR_USAGE);
    assert_said(err, "--listen: '8470' is not HOST:PORT, [IPV6]:PORT, :PORT or unix:/path");
    setenv("TOCSIN_LIMIT_BODY", "8 XB", 1);
    assert_said(config_load(h->path, NULL, 0, &c),
                "$TOCSIN_LIMIT_BODY: limit.body: '8 XB' is not a size, such as 64 kB, 8 MB, 2 GB or "
                "512 KiB");
    setenv("TOCSIN_LIMIT_BODY", "8 MB", 1);
    setenv("YENTE_MAX_MATCHES", "0", 1);
    assert_said(config_load(h->path, NULL, 0, &c),
                "$YENTE_MAX_MATCHES: limit.matches: 0 is not between 1 and 10000");
    setenv("YENTE_MAX_MATCHES", "7", 1);
    setenv("TOCSIN_TITLE", "bell\a", 1);
    assert_said(config_load(h->path, NULL, 0, &c),
                "$TOCSIN_TITLE: title: character 5 is a control character");
    setenv("TOCSIN_TITLE", "\xff", 1);
    assert_said(config_load(h->path, NULL, 0, &c), "$TOCSIN_TITLE: title: byte 1 is not UTF-8");
}

static void units_are_understood(void **state)
{
    static const struct {
        const char *text, *shown;
        uint64_t bytes;
    } rows[] = {
        {"1000", "1 kB", 1000},        {"1 kb", "1 kB", 1000},     {"64KiB", "64 KiB", 65536},
        {"1500000", "1500 kB", 1500000}, {"1 GB", "1 GB", 1000000000}, {"1001", "1001 B", 1001},
        {"2048 bytes", "2 KiB", 2048}, {"3 MiB", "3 MiB", 3 << 20},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct config *c;

        setenv("TOCSIN_LIMIT_BODY", rows[i].text, 1);
        c = home_load(*state, NULL);
        assert_int_equal(config_number(c, SETTING_LIMIT_BODY), rows[i].bytes);
        assert_shown(c, SETTING_LIMIT_BODY, rows[i].shown, "$TOCSIN_LIMIT_BODY");
        config_free(c);
    }
}

static void a_time_alone_is_in_the_unit_of_its_name(void **state)
{
    struct config *c = home_load(*state, "access:\n"
                                         "  session_hours: 90 min\n"
                                         "  idle_minutes: 45\n"
                                         "  lockout_seconds: 2\n"
                                         "  lockout_most: 1 h\n"
                                         "  search_log_days: 400\n");

    assert_int_equal(config_seconds(c, SETTING_ACCESS_SESSION_HOURS), 5400);
    assert_shown(c, SETTING_ACCESS_SESSION_HOURS, "90 min", "node.yaml:2");
    assert_int_equal(config_seconds(c, SETTING_ACCESS_IDLE_MINUTES), 2700);
    assert_shown(c, SETTING_ACCESS_IDLE_MINUTES, "45 min", "node.yaml:3");
    assert_int_equal(config_seconds(c, SETTING_ACCESS_LOCKOUT_SECONDS), 2);
    assert_int_equal(config_seconds(c, SETTING_ACCESS_LOCKOUT_MOST), 3600);
    assert_int_equal(config_seconds(c, SETTING_ACCESS_SEARCH_LOG_DAYS), 400 * 86400);
    config_free(c);
}

static void values_are_within_their_range(void **state)
{
    static const char *const rows[][2] = {
        {"limit.body: 2 GB", "2 GB is not between 1 kB and 1 GB"},
        {"limit.body: 999", "999 is not between 1 kB and 1 GB"},
        {"limit.body: 18446744073709551616", "is not a size, such as 64 kB, 8 MB, 2 GB or 512 KiB"},
        {"limit.body: 18446744073709551615 GB", "is not a size, such as 64 kB, 8 MB, 2 GB or 512 KiB"},
        {"limit.body: -1", "'-1' is not a size, such as 64 kB, 8 MB, 2 GB or 512 KiB"},
        {"limit.body: 1.5 MB", "'1.5 MB' is not a size, such as 64 kB, 8 MB, 2 GB or 512 KiB"},
        {"limit.batch: 5 MB", "'5 MB' is not a whole number"},
        {"limit.batch: many", "'many' is not a whole number"},
        {"limit.batch: 0x10", "'0x10' is not a whole number"},
        {"access.session_hours: 8 m", "is not a time, such as 30 s, 10 min, 8 h or 365 d"},
        {"access.search_log_days: 364", "364 is not between 365 d and 1095 d"},
        {"access.search_log_days: 1096", "1096 is not between 365 d and 1095 d"},
        {"match.threshold: 1.01", "1.01 is not between 0.01 and 1"},
        {"match.threshold: 0", "0 is not between 0.01 and 1"},
        {"match.threshold: 70%", "'70%' is not a number such as 0.7"},
        {"match.threshold: 0,7", "'0,7' is not a number such as 0.7"},
        {"match.threshold: .inf", "'.inf' is not a number such as 0.7"},
        {"match.threshold: 0.1234567891", "'0.1234567891' is not a number such as 0.7"},
        {"update.delta: maybe", "'maybe' is neither true nor false"},
        {"log.format: jsn", "'jsn' is none of: auto json text; did you mean json?"},
        {"log.format: pdf", "'pdf' is none of: auto json text"},
        {"listen: []", "0 of them, where 1..16 may be"},
        {"update.schedule: sometimes",
         "the minute 'sometimes' is not *, a number from 0 to 59 or a range"},
        {"url: example.org", "not an address such as https://example.org (http https)"},
        {"update.manifest: ftp://example.org/x",
         "not an address such as https://example.org (http https)"},
        {"cors.origins: [\"https://example.org/\"]",
         "not an origin such as https://app.example.org, and not *"},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_refused(*state, rows[i][0], rows[i][1]);
}

static void settings_must_agree_with_each_other(void **state)
{
    assert_refused(*state, "match.limit: 600\n",
                   "match.limit: 600 (node.yaml:1) is more than limit.matches, which is 500 (default)");
    assert_refused(*state, "tls:\n  certificate: a.pem\n",
                   "tls.certificate: it is set (node.yaml:2) without tls.key");
    assert_refused(*state, "tls: {key: a.pem}\n",
                   "tls.key: it is set (node.yaml:1) without tls.certificate");
    assert_refused(*state, "tls:\n  certificate: a\n  key: b\n  self_signed: true\n",
                   "tls.self_signed: it is set (node.yaml:4) beside tls.certificate (node.yaml:2); one "
                   "of them must go");
}

static void a_default_gives_way_to_what_was_said(void **state)
{
    struct config *c = home_load(*state, "limit:\n  matches: 3\n  connections: 10\n");

    assert_shown(c, SETTING_MATCH_LIMIT, "3", "limit.matches");
    assert_int_equal(config_number(c, SETTING_LIMIT_CONNECTIONS_PER_ADDRESS), 10);
    assert_true(config_is_default(c, SETTING_MATCH_LIMIT));
    config_free(c);
}

static void paths_in_the_file_count_from_its_folder(void **state)
{
    const struct config_flag flags[] = {{SETTING_UPDATE_MANIFEST, "--manifest", "here.yml"}};
    const struct home *h = *state;
    const char *yaml = "tls: {certificate: tls/a.pem, key: /etc/b.pem}\nupdate.manifest: m.yml\n";
    struct config *c = home_load(h, yaml);
    char path[128];

    snprintf(path, sizeof(path), "%s/tls/a.pem", h->path);
    assert_string_equal(config_text(c, SETTING_TLS_CERTIFICATE), path);
    assert_string_equal(config_text(c, SETTING_TLS_KEY), "/etc/b.pem");
    snprintf(path, sizeof(path), "%s/m.yml", h->path);
    assert_string_equal(config_text(c, SETTING_UPDATE_MANIFEST), path);
    config_free(c);
    c = home_load_flags(h, yaml, flags, 1);
    assert_string_equal(config_text(c, SETTING_UPDATE_MANIFEST), "here.yml");
    config_free(c);
    c = home_load(h, "update.manifest: https://example.org/m.yml\nurl: https://example.org//\n");
    assert_string_equal(config_text(c, SETTING_UPDATE_MANIFEST), "https://example.org/m.yml");
    assert_string_equal(config_text(c, SETTING_URL), "https://example.org");
    config_free(c);
}

static void secrets_are_not_shown(void **state)
{
    struct config *c = home_load(*state, "update:\n"
                                         "  token: opensesame\n"
                                         "  manifest: https://me:opensesame@example.org/m.yml\n"
                                         "  proxy: http://me@127.0.0.1:3128\n");

    assert_string_equal(config_text(c, SETTING_UPDATE_TOKEN), "opensesame");
    assert_shown(c, SETTING_UPDATE_TOKEN, "(hidden)", "node.yaml:2");
    assert_shown(c, SETTING_UPDATE_MANIFEST, "https://(hidden)@example.org/m.yml", "node.yaml:3");
    assert_shown(c, SETTING_UPDATE_PROXY, "http://(hidden)@127.0.0.1:3128", "node.yaml:4");
    assert_shown(c, SETTING_UPDATE_DATA_TOKEN, "", "default");
    config_free(c);
}

static void secrets_are_not_quoted_in_errors(void **state)
{
    static const char *const rows[] = {
        "update.token: \"opensesame\\a\"", "update.token: [opensesame]",
        "update.proxy: http://opensesame@/", "update.manifest: ftp://me:opensesame@example.org",
        "cors.origins: [\"https://opensesame@example.org\"]", "update.token: {opensesame: x}"};
    const struct home *h = *state;
    struct config *c = NULL;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct tocsin_err *err;

        home_write(h, span_of(rows[i]));
        err = config_load(h->path, NULL, 0, &c);
        assert_non_null(err);
        assert_null(strstr(tocsin_err_text(err), "opensesame"));
        tocsin_err_free(err);
    }
}

static void a_file_that_cannot_be_read_is_an_error(void **state)
{
    const struct home *h = *state;
    struct config *c = NULL;
    char path[128];

    snprintf(path, sizeof(path), "%s/node.yaml", h->path);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_said(config_load(h->path, NULL, 0, &c), "node.yaml: not a regular file");
    assert_int_equal(rmdir(path), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_anything_there_are_the_defaults),
        TEST(a_home_that_is_not_there_has_the_defaults),
        TEST(flags_go_before_environment_before_file),
        TEST(lists_are_replaced_as_a_whole),
        TEST(the_last_of_the_same_flag_counts),
        TEST(names_of_yente_count_where_ours_is_not_set),
        TEST(an_empty_variable_is_not_set),
        TEST(a_slip_in_a_variable_is_told),
        TEST(bad_variables_and_flags_are_named),
        TEST(units_are_understood),
        TEST(a_time_alone_is_in_the_unit_of_its_name),
        TEST(values_are_within_their_range),
        TEST(settings_must_agree_with_each_other),
        TEST(a_default_gives_way_to_what_was_said),
        TEST(paths_in_the_file_count_from_its_folder),
        TEST(secrets_are_not_shown),
        TEST(secrets_are_not_quoted_in_errors),
        TEST(a_file_that_cannot_be_read_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
