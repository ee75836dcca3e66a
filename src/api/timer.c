/* SPDX-License-Identifier: Apache-2.0
 *
 * Updates: by the clock (update.schedule), when the server starts (update.auto), and when a publisher's
 * hook says that there is something new (POST /updatez, yente's way).
 *
 * "hourly" and the like name no minute: each server takes one of its own, so that not all of them ask a
 * publisher at once. What is asked for while an update waits or runs is that update.
 */
#include <sodium.h>

#include "api/api_private.h"

static const char *schedule_of(const struct api *api)
{
    return config_text(api->config, SETTING_UPDATE_SCHEDULE);
}

/* Is there a manifest, and may the server look by itself? */
static bool looks(const struct api *api)
{
    return config_text(api->config, SETTING_UPDATE_MANIFEST)[0] &&
           config_bool(api->config, SETTING_UPDATE_AUTO);
}

static bool names_a_minute(const char *schedule)
{
    return strchr(schedule, ' ') != NULL;
}

static void set_next(struct api *api, int64_t now)
{
    const char *schedule = schedule_of(api);

    if (!schedule_next(schedule, now, &api->timer.next))
        api->timer.next = INT64_MAX;
    else if (!names_a_minute(schedule))
        api->timer.next += randombytes_uniform(3600);
}

static void update(struct api *api)
{
    struct tocsin_err *err = jobs_update(api->jobs);

    if (err)
        line_note(api->line, LOG_WARNING, tocsin_err_text(err));
    tocsin_err_free(err);
}

void timer_begin(struct api *api)
{
    api->timer.next = INT64_MAX;
    if (!looks(api))
        return;
    set_next(api, clock_now());
    update(api);
}

void timer_look(struct api *api)
{
    int64_t now = clock_now();

    if (now < api->timer.next)
        return;
    set_next(api, now);
    update(api);
}

/* ---- when told to --------------------------------------------------------------------------- */

static bool right_token(struct call *c)
{
    struct span said = span_of(param_text(c, "token") ? param_text(c, "token") : "");
    struct span want = span_of(config_text(c->api->config, SETTING_UPDATE_TOKEN));

    return want.n && said.n == want.n && sodium_memcmp(said.p, want.p, want.n) == 0;
}

struct tocsin_err *route_updatez(struct call *c)
{
    if (!right_token(c))
        return refuse(c, 403, "Invalid token.");
    if (!config_text(c->api->config, SETTING_UPDATE_MANIFEST)[0])
        return refuse(c, 400, "There is nothing to update: update.manifest is not set.");
    TRY(jobs_update(c->api->jobs));
    buf_str(answer_json(c, 200), "{\"status\":\"ok\"}");
    return NULL;
}
