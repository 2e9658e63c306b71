/* test-calm.c - going easy on battery and while the computer is busy, by planted files
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/base/rest.h"
#include "engine/model/jobs/calm.h"
#include "engine/model/jobs/load.h"
#include "engine/model/jobs/rate.h"
#include "tests/support/folder.h"

#include <glib/gstdio.h>

typedef struct
{
  char *folder;
  SemCalm *calm;
  guint n_changes;
} Fixture;

static void
plant (const Fixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

/* A laptop that is plugged in, with a mouse that has a battery of its own. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = test_folder_new ();
  plant (fixture, "power_supply/BAT0/type", "Battery\n");
  plant (fixture, "power_supply/BAT0/status", "Charging\n");
  plant (fixture, "power_supply/AC/type", "Mains\n");
  plant (fixture, "power_supply/AC/online", "1\n");
  plant (fixture, "power_supply/hid/type", "Battery\n");
  plant (fixture, "power_supply/hid/scope", "Device\n");
  plant (fixture, "power_supply/hid/status", "Discharging\n");
  plant (fixture, "stat", "cpu  100 0 100 800 0 0 0 0 0 0\n");
  fixture->calm = sem_calm_new (fixture->folder);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->calm);
  g_assert_cmpfloat (sem_rest_get_share (), ==, 1);
  test_folder_remove (fixture->folder);
}

static void
count_cb (Fixture *fixture)
{
  fixture->n_changes++;
}

/* Looks until the reason is @wanted; the test runs out of time where it never is. */
static void
look_for (Fixture *fixture, SemCalmReason wanted)
{
  while (sem_calm_get_reason (fixture->calm) != wanted)
    {
      sem_calm_look (fixture->calm);
      g_main_context_iteration (NULL, TRUE);
    }
}

/* Looks several times and finds no reason. */
static void
look_in_vain (Fixture *fixture)
{
  for (guint i = 0; i < 20; i++)
    {
      sem_calm_look (fixture->calm);
      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (sem_calm_get_reason (fixture->calm), ==, SEM_CALM_NONE);
    }
  g_assert_cmpfloat (sem_rest_get_share (), ==, 1);
}

static void
test_battery (Fixture *fixture, gconstpointer data)
{
  g_signal_connect_swapped (fixture->calm, "changed", G_CALLBACK (count_cb), fixture);
  sem_calm_set_working (fixture->calm, TRUE);
  look_in_vain (fixture);
  /* A plugged in laptop whose battery still discharges is not on battery. */
  plant (fixture, "power_supply/BAT0/status", "Discharging\n");
  look_in_vain (fixture);
  g_assert_cmpuint (fixture->n_changes, ==, 0);
  plant (fixture, "power_supply/AC/online", "0\n");
  look_for (fixture, SEM_CALM_BATTERY);
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  g_assert_cmpfloat (sem_rest_get_share (), <, .5);
  plant (fixture, "power_supply/AC/online", "1\n");
  look_for (fixture, SEM_CALM_NONE);
  g_assert_cmpfloat (sem_rest_get_share (), ==, 1);
}

/* A preference turns it off, and nothing is slowed down while there is no work. */
static void
test_off (Fixture *fixture, gconstpointer data)
{
  plant (fixture, "power_supply/BAT0/status", "Discharging\n");
  plant (fixture, "power_supply/AC/online", "0\n");
  look_in_vain (fixture);
  sem_calm_set_working (fixture->calm, TRUE);
  look_for (fixture, SEM_CALM_BATTERY);
  g_object_set (fixture->calm, "enabled", FALSE, NULL);
  look_in_vain (fixture);
  g_object_set (fixture->calm, "enabled", TRUE, NULL);
  look_for (fixture, SEM_CALM_BATTERY);
  sem_calm_set_working (fixture->calm, FALSE);
  look_in_vain (fixture);
}

/* @ticks more of which others use @busy. */
static void
pass_time (Fixture *fixture, guint *at, guint *used, guint ticks, guint busy)
{
  g_autofree char *text = NULL;

  *at += ticks;
  *used += busy;
  text = g_strdup_printf ("cpu  %u 0 100 %u 0 0 0 0 0 0\n", 100 + *used, 800 + *at - *used);
  plant (fixture, "stat", text);
}

static void
test_busy (Fixture *fixture, gconstpointer data)
{
  guint at = 0, used = 0;

  sem_calm_set_working (fixture->calm, TRUE);
  look_in_vain (fixture);
  for (guint i = 0; sem_calm_get_reason (fixture->calm) != SEM_CALM_BUSY; i++)
    {
      pass_time (fixture, &at, &used, 100, 90);
      sem_calm_look (fixture->calm);
      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (i, <, 1000);
    }
  g_assert_cmpfloat (sem_rest_get_share (), <, .5);
  for (guint i = 0; sem_calm_get_reason (fixture->calm) == SEM_CALM_BUSY; i++)
    {
      pass_time (fixture, &at, &used, 100, 10);
      sem_calm_look (fixture->calm);
      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (i, <, 1000);
    }
}

/* What cannot be read, or makes no sense, slows nothing down. */
static void
test_unknown (Fixture *fixture, gconstpointer data)
{
  static const char *const stats[] = { "", "cpu", "cpu  1 2", "intr 5\n", "cpu  -1 x\n" };
  SemLoadTimes times;

  sem_calm_set_working (fixture->calm, TRUE);
  plant (fixture, "power_supply/BAT0/status", "");
  for (guint i = 0; i < G_N_ELEMENTS (stats); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, "stat", NULL);

      plant (fixture, "stat", stats[i]);
      g_assert_false (sem_load_read (path, FALSE, &times));
      look_in_vain (fixture);
    }
  g_assert_false (sem_load_is_on_battery ("/nonexistent"));
}

/* What this process computes itself does not count. */
static void
test_own (void)
{
  SemLoadTimes before, after;
  volatile double sum = 0;

  if (!sem_load_read ("/proc/stat", TRUE, &before))
    {
      g_test_skip ("the kernel does not list children");
      return;
    }
  do
    {
      for (guint i = 0; i < 1000000; i++)
        sum += i;
      g_assert_true (sem_load_read ("/proc/stat", TRUE, &after));
    }
  while (after.own < before.own + 5);
  g_assert_cmpfloat (sum, >, 0);
  g_assert_cmpuint (after.all, >, before.all);
  g_assert_cmpfloat (sem_load_get_others (&before, &after), <=, 1);
  g_assert_cmpfloat (sem_load_get_others (&(SemLoadTimes){ 0, 0, 0 },
                                          &(SemLoadTimes){ 100, 80, 60 }),
                     ==, .2);
}

static void
test_rate (void)
{
  SemRate rate = { 0 };
  const gint64 second = G_USEC_PER_SEC;

  g_assert_cmpfloat (sem_rate_update (&rate, 10, TRUE, 100 * second), <, 0);
  g_assert_cmpfloat (sem_rate_update (&rate, 15, TRUE, 101 * second), <, 0);
  g_assert_cmpfloat (sem_rate_update (&rate, 30, TRUE, 102 * second), ==, 10);
  g_assert_cmpfloat (sem_rate_update (&rate, 90, TRUE, 103 * second), ==, 10);
  /* It follows slowly. */
  g_assert_cmpfloat (sem_rate_update (&rate, 90, TRUE, 104 * second), ==, 20);
  /* A pause, and another job, begin anew. */
  g_assert_cmpfloat (sem_rate_update (&rate, 90, FALSE, 105 * second), <, 0);
  g_assert_cmpfloat (sem_rate_update (&rate, 90, TRUE, 500 * second), <, 0);
  g_assert_cmpfloat (sem_rate_update (&rate, 94, TRUE, 502 * second), ==, 2);
  g_assert_cmpfloat (sem_rate_update (&rate, 3, TRUE, 503 * second), <, 0);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } cases[] = {
    { "/calm/battery", test_battery },
    { "/calm/off", test_off },
    { "/calm/busy", test_busy },
    { "/calm/unknown", test_unknown },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, Fixture, NULL, set_up, cases[i].test, tear_down);
  g_test_add_func ("/calm/own", test_own);
  g_test_add_func ("/calm/rate", test_rate);
  return g_test_run ();
}
