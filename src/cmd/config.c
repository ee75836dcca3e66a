/* SPDX-License-Identifier: Apache-2.0
 *
 * tocsin config: which settings are in force, and who said so. Also how other commands come by
 * their settings.
 */
#include "config/config.h"

#include "base/nearest.h"
#include "cmd/cmd.h"
#include "cmd/grid.h"
#include "cmd/json_out.h"
#include "cmd/print.h"

/* ---- loading ----------------------------------------------------------------------------- */

static bool is_algorithm(const char *name)
{
    for (size_t i = 0; tocsin_algorithm_at(i); i++)
        if (strcmp(tocsin_algorithm_at(i)->name, name) == 0)
            return true;
    return false;
}

static struct tocsin_err *check_algorithm(const struct config *config)
{
    const char *name = config_text(config, SETTING_MATCH_ALGORITHM);

    if (is_algorithm(name))
        return NULL;
    return err_at(err_new(TOCSIN_ERR_NOT_FOUND, "no algorithm '%s'; `tocsin help screen` lists them",
                          name), config_source(config, SETTING_MATCH_ALGORITHM), 0, 0,
                  setting_row(SETTING_MATCH_ALGORITHM)->name);
}

static void tell_warnings(struct cmd *c, const struct config *config)
{
    for (size_t i = 0; config_warning(config, i); i++) {
        term_printf(&c->err, TONE_WARN, "tocsin: ");
        term_wrap(&c->err, TONE_PLAIN, 8, 8, span_of(config_warning(config, i)));
    }
}

struct tocsin_err *cmd_settings(struct cmd *c, const struct config_flag *flags, size_t n,
                                struct config **out)
{
    char *home = tocsin_home_path(args_text(c->args, "home"));
    struct tocsin_err *err = config_load(home, flags, n, out);

    mem_free(home);
    if (err)
        return err;
    tell_warnings(c, *out);
    err = check_algorithm(*out);
    if (!err)
        return NULL;
    config_free(*out);
    *out = NULL;
    return err;
}

/* ---- which ------------------------------------------------------------------------------- */

/* All of a section, or one setting; false when 'name' is neither. */
static bool choose(const char *name, bool chosen[SETTINGS])
{
    bool found = false;

    for (size_t i = 0; i < SETTINGS; i++) {
        const char *section = section_row(setting_section((enum setting)i))->name;

        if (strcmp(setting_row((enum setting)i)->name, name) == 0 || strcmp(section, name) == 0)
            chosen[i] = found = true;
    }
    return found;
}

static struct tocsin_err *no_setting(const char *name)
{
    struct nearest section = nearest_begin(span_of(name));
    const char *near;

    for (size_t i = 1; section_row(i); i++)
        nearest_try(&section, section_row(i)->name, section_row(i)->name);
    near = section.best ? section.best : setting_nearest(span_of(name));
    if (near)
        return err_new(TOCSIN_ERR_USAGE, "no setting '%s'; did you mean '%s'?", name, near);
    return err_new(TOCSIN_ERR_USAGE, "no setting '%s'; `tocsin config` lists them", name);
}

static struct tocsin_err *choose_all(struct cmd *c, bool chosen[SETTINGS])
{
    for (size_t i = 0; i < SETTINGS; i++)
        chosen[i] = args_n(c->args) == 0;
    for (size_t i = 0; i < args_n(c->args); i++)
        if (!*args_at(c->args, i) || !choose(args_at(c->args, i), chosen))
            return no_setting(args_at(c->args, i));
    return NULL;
}

/* ---- JSON -------------------------------------------------------------------------------- */

static json_t *json_of_list(const struct config *config, enum setting s)
{
    json_t *list = json_array();
    size_t n;
    const char *const *at = config_list(config, s, &n);

    for (size_t i = 0; i < n; i++)
        json_array_append_new(list, json_of(at[i]));
    return list;
}

static json_t *json_of_shown(const struct config *config, enum setting s)
{
    struct buf b = {0};
    json_t *text;

    config_show(config, s, &b);
    text = b.n ? json_of(buf_cstr(&b)) : json_null();
    buf_free(&b);
    return text;
}

static json_t *json_of_value(const struct config *config, enum setting s)
{
    switch (setting_row(s)->kind) {
    case KIND_BOOL:
        return json_boolean(config_bool(config, s));
    case KIND_COUNT:
    case KIND_SIZE:
        return json_integer((json_int_t)config_number(config, s));
    case KIND_SECONDS:
    case KIND_MINUTES:
    case KIND_HOURS:
    case KIND_DAYS:
        return json_integer((json_int_t)config_seconds(config, s));
    case KIND_RATIO:
        return json_real(config_real(config, s));
    case KIND_ADDRESSES:
    case KIND_ORIGINS:
        return json_of_list(config, s);
    case KIND_WORD:
    case KIND_TEXT:
    case KIND_SECRET:
    case KIND_FILE:
    case KIND_PLACE:
    case KIND_URL:
    case KIND_SCHEDULE:
        break;
    }
    return json_of_shown(config, s);
}

/* What a number counts. */
static const char *unit_of(enum setting_kind kind)
{
    if (kind == KIND_SIZE)
        return "bytes";
    return kind >= KIND_SECONDS && kind <= KIND_DAYS ? "seconds" : NULL;
}

static void print_settings_json(struct cmd *c, const struct config *config,
                                const bool chosen[SETTINGS])
{
    json_t *all = json_array();

    for (size_t i = 0; i < SETTINGS; i++) {
        const struct setting_row *row = setting_row((enum setting)i);

        if (chosen[i])
            json_array_append_new(all, json_pack("{s:s, s:o, s:s?, s:o, s:s}", "name", row->name,
                                                 "value", json_of_value(config, (enum setting)i),
                                                 "unit", unit_of(row->kind), "shown",
                                                 json_of_shown(config, (enum setting)i), "source",
                                                 config_source(config, (enum setting)i)));
    }
    json_out(c->out.stream, json_pack("{s:o}", "settings", all));
}

/* ---- text -------------------------------------------------------------------------------- */

static void add_row(struct grid *g, const struct config *config, enum setting s)
{
    struct buf b = {0};

    config_show(config, s, &b);
    grid_cell(g, "%s", setting_row(s)->name);
    grid_cell(g, "%s", b.n ? buf_cstr(&b) : "-");
    grid_cell(g, "%s", config_source(config, s));
    buf_free(&b);
}

static void print_grid(struct cmd *c, const struct config *config, const bool chosen[SETTINGS])
{
    struct grid *g = grid_new("lll");

    grid_cell(g, "setting");
    grid_cell(g, "value");
    grid_cell(g, "source");
    for (size_t i = 0; i < SETTINGS; i++)
        if (chosen[i])
            add_row(g, config, (enum setting)i);
    if (grid_rows(g) > 1) {
        grid_print(g, &c->out, 0);
    } else {
        term_text(&c->out, TONE_PLAIN, SPAN("Every setting has its default"));
        term_line_end(&c->out);
    }
    grid_free(g);
}

static void explain(struct cmd *c, enum setting s)
{
    struct buf facts = {0};

    setting_facts(s, &facts);
    term_line_end(&c->out);
    term_wrap(&c->out, TONE_PLAIN, 0, 0, span_of(setting_row(s)->text));
    term_wrap(&c->out, TONE_DIM, 0, 0, buf_view(&facts));
    buf_free(&facts);
}

static void print_text(struct cmd *c, const struct config *config, const bool chosen[SETTINGS])
{
    enum setting named = SETTINGS;

    print_grid(c, config, chosen);
    if (args_n(c->args) == 1)
        named = setting_find(span_of(args_at(c->args, 0)));
    if (named != SETTINGS)
        explain(c, named);
}

/* ---- the command ------------------------------------------------------------------------- */

static struct tocsin_err *print_in_force(struct cmd *c)
{
    bool chosen[SETTINGS];
    struct config *config;

    TRY(choose_all(c, chosen));
    TRY(cmd_settings(c, NULL, 0, &config));
    for (size_t i = 0; args_has(c->args, "changed") && i < SETTINGS; i++)
        chosen[i] = chosen[i] && !config_is_default(config, (enum setting)i);
    if (c->json)
        print_settings_json(c, config, chosen);
    else
        print_text(c, config, chosen);
    config_free(config);
    return NULL;
}

static void print_template(struct cmd *c)
{
    struct buf b = {0};

    config_template(&b);
    fputs(buf_cstr(&b), c->out.stream);
    buf_free(&b);
}

struct tocsin_err *cmd_config(struct cmd *c)
{
    enum { FORMAT_MARKDOWN, FORMAT_SCDOC, FORMAT_TEXT }; /* in the order of command.def */
    size_t format = FORMAT_TEXT;
    bool whole;

    TRY(args_word(c->args, "format", &format));
    whole = format != FORMAT_TEXT || args_has(c->args, "defaults");
    if (whole && (args_n(c->args) || args_has(c->args, "changed") || c->json))
        return err_new(TOCSIN_ERR_USAGE, "--defaults, markdown and scdoc are about all settings: no "
                                         "NAME, --changed or --json goes with them");
    if (whole && args_has(c->args, "defaults") && format != FORMAT_TEXT)
        return err_new(TOCSIN_ERR_USAGE, "--defaults prints no other --format");
    if (format == FORMAT_MARKDOWN)
        print_settings_markdown(c->out.stream);
    else if (format == FORMAT_SCDOC)
        print_settings_scdoc(c->out.stream);
    else if (whole)
        print_template(c);
    else
        return print_in_force(c);
    return NULL;
}
