/* SPDX-License-Identifier: Apache-2.0
 *
 * The home, its people, the query and the search that the options ask for.
 *
 * Options that stand for a property are a table. A value that the property does not take is a
 * mistake in the command line, whatever the library calls it, and names the option.
 */
#include "cmd/cmd.h"

static const struct {
    const char *option, *property;
} query_options[] = {
    {"name", "name"},     {"birth-date", "birthDate"}, {"country", "country"},
    {"gender", "gender"}, {"id-number", "idNumber"},
};

#define SCHEMA_DEFAULT "Person"
#define LIMIT_MOST 500

struct tocsin_err *cmd_open(struct cmd *c, enum tocsin_mode mode, struct tocsin_node **out)
{
    return tocsin_open(args_text(c->args, "home"), mode, out);
}

struct access_limits cmd_limits(const struct config *config)
{
    struct access_limits l = access_limits_usual();

    l.password_least = config_number(config, SETTING_ACCESS_PASSWORD_LENGTH);
    l.session_life = (int64_t)config_seconds(config, SETTING_ACCESS_SESSION_HOURS);
    l.session_idle = (int64_t)config_seconds(config, SETTING_ACCESS_IDLE_MINUTES);
    l.lockout.after = config_number(config, SETTING_ACCESS_LOCKOUT_AFTER);
    l.lockout.first = (int64_t)config_seconds(config, SETTING_ACCESS_LOCKOUT_SECONDS);
    l.lockout.most = (int64_t)config_seconds(config, SETTING_ACCESS_LOCKOUT_MOST);
    l.token_rate = config_number(config, SETTING_ACCESS_RATE);
    l.search_days = (int64_t)config_seconds(config, SETTING_ACCESS_SEARCH_LOG_DAYS) / 86400;
    return l;
}

struct tocsin_err *cmd_access(struct cmd *c, struct access **out)
{
    struct access_limits limits;
    struct tocsin_node *node;
    struct config *config = NULL;
    struct tocsin_err *err;

    TRY(cmd_open(c, TOCSIN_READ, &node));
    err = cmd_settings(c, NULL, 0, &config);
    if (!err) {
        limits = cmd_limits(config);
        err = access_open(tocsin_home(node), &limits, out);
    }
    config_free(config);
    tocsin_close(node);
    return err;
}

struct tocsin_err *asked_role(struct cmd *c, enum role *out)
{
    const char *name = args_text(c->args, "role");

    if (!name || role_parse(span_of(name), out))
        return NULL;
    return err_new(TOCSIN_ERR_USAGE, "--role: '%s' is none of: %s", name,
                   complete_words("role", c->arena));
}

/* Against no list nobody is listed: an answer of "no match" would be mistaken for one. */
static struct tocsin_err *some_list(struct tocsin_node *node)
{
    struct tocsin_dataset *list = NULL;
    size_t n = 0;

    TRY(tocsin_datasets(node, &list, &n));
    tocsin_datasets_free(list);
    return n ? NULL : err_new(TOCSIN_ERR_NOT_FOUND, "no list is loaded: tocsin import FILE");
}

struct tocsin_err *asked_home(struct cmd *c, struct tocsin_node **out)
{
    TRY(cmd_open(c, TOCSIN_READ, out));
    return some_list(*out);
}

/* The same story as a mistake in the command line. */
static struct tocsin_err *as_usage(const char *option, struct tocsin_err *err)
{
    struct tocsin_err *usage;

    if (!err)
        return NULL;
    usage = err_new(TOCSIN_ERR_USAGE, "--%s: %s", option, tocsin_err_text(err));
    tocsin_err_free(err);
    return usage;
}

static struct tocsin_err *add_property(struct tocsin_query *q, const char *pair)
{
    struct span text = span_of(pair);
    size_t equals = span_find(text, '=');
    struct tocsin_err *err;
    char *name;

    if (equals == 0 || equals == text.n)
        return err_new(TOCSIN_ERR_USAGE, "--property wants NAME=VALUE, not '%s'", pair);
    name = mem_alloc(equals + 1);
    memcpy(name, pair, equals);
    name[equals] = '\0';
    err = tocsin_query_add(q, name, pair + equals + 1);
    mem_free(name);
    return as_usage("property", err);
}

static struct tocsin_err *add_options(struct cmd *c, struct tocsin_query *q, size_t *added)
{
    const char *const *list;

    for (size_t i = 0; i < ARRAY_LEN(query_options); i++) {
        const char *option = query_options[i].option;

        list = args_list(c->args, option);
        for (; list && *list; list++, ++*added)
            TRY(as_usage(option, tocsin_query_add(q, query_options[i].property, *list)));
    }
    list = args_list(c->args, "property");
    for (; list && *list; list++, ++*added)
        TRY(add_property(q, *list));
    return NULL;
}

static struct tocsin_err *fill_query(struct cmd *c, const char *name, struct tocsin_query *q)
{
    size_t added = 0;

    if (name) {
        TRY(as_usage("name", tocsin_query_add(q, "name", name)));
        added++;
    }
    TRY(add_options(c, q, &added));
    if (!added)
        return err_new(TOCSIN_ERR_USAGE, "nothing is asked for: give a NAME, or options such as "
                                         "--name, --id-number, --property");
    return NULL;
}

struct tocsin_err *asked_query(struct cmd *c, const char *name, struct tocsin_query **out)
{
    const char *schema = args_text(c->args, "schema");
    struct tocsin_query *q;
    struct tocsin_err *err;

    *out = NULL;
    TRY(as_usage("schema", tocsin_query_new(schema ? schema : SCHEMA_DEFAULT, &q)));
    err = fill_query(c, name, q);
    if (err) {
        tocsin_query_free(q);
        return err;
    }
    *out = q;
    return NULL;
}

struct tocsin_err *asked_progress(struct cmd *c, struct progress *out)
{
    size_t how = PROGRESS_AUTO;

    TRY(args_word(c->args, "progress", &how));
    progress_begin(out, &c->err, (enum progress_how)how, c->json);
    return NULL;
}

struct tocsin_err *asked_search(struct cmd *c, struct tocsin_screen_options *out)
{
    uint64_t limit = 0;

    *out = (struct tocsin_screen_options){
        .algorithm = args_text(c->args, "algorithm"),
        .datasets = args_list(c->args, "dataset"),
        .topics = args_list(c->args, "topic"),
        .below = args_has(c->args, "below"),
    };
    /* 0 means the default to the library, so it is not offered. */
    TRY(args_real(c->args, "threshold", 0.01, 1, &out->threshold));
    TRY(args_count(c->args, "limit", 1, LIMIT_MOST, &limit));
    out->limit = (size_t)limit;
    return NULL;
}
