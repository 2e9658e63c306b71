/* The networks of a library: chosen, measured and removed, with a real program.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/networks/networks.h"
#include "engine/inspect/network-facts.h"
#include "engine/nn/program/program.h"
#include "engine/service/wanted-training.h"
#include "tests/engine/model/model-test.h"
#include "tests/support/folder.h"

#include <string.h>

#define SIDE 32
#define DIM 32

/* As "semblance-cli backbone add" does. */
static void
add_program (const char *name, const char *mode, const char *log)
{
  g_autofree char *command =
    g_strdup_printf ("/usr/bin/python3 -B '%s' %s %d %d '%s'", g_getenv ("BACKBONE_PROGRAM"), mode,
                     DIM, SIDE, log ? log : "/dev/null");
  SemProgramSettings settings = { .name = (char *) name,
                                  .command = command,
                                  .folder = (char *) "/",
                                  .side = SIDE,
                                  .d = DIM,
                                  .seconds = SEM_PROGRAM_SECONDS,
                                  .rate = 5,
                                  .title = (char *) "made colours, version 1" };
  g_autoptr (GError) error = NULL;

  sem_programs_put (&settings, &error);
  g_assert_no_error (error);
}

/* (transfer full) (nullable): the network, once the list has been read */
static SemNetwork *
find (SemNetworks *networks, const char *name)
{
  GListModel *list = sem_networks_get_list (networks);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      SemNetwork *network = g_list_model_get_item (list, i);

      if (g_str_equal (sem_network_get_row (network)->name, name))
        return network;
      g_object_unref (network);
    }
  return NULL;
}

/* A copy, whose strings are not to be looked at. */
static SemNetworkRow
get (SemNetworks *networks, const char *name)
{
  g_autoptr (SemNetwork) network = find (networks, name);

  return network ? *sem_network_get_row (network) : (SemNetworkRow){ 0 };
}

static gboolean
is_active (SemNetworks *networks, const char *name)
{
  return get (networks, name).active;
}

static const char *
get_used (ModelTest *fixture)
{
  SemCodes *codes = sem_library_get_codes (fixture->library);

  return codes ? sem_codes_get_row (codes)->network : NULL;
}

/* The old codes answer until the new ones are there; what was in use before is used again; what
 * another network has described is not described again. */
static void
test_use (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (SemNetworks) networks = NULL;
  g_autofree char *log = g_build_filename (fixture->base.folder, "log", NULL), *text = NULL;
  gint64 before, made;

  library_test_photos (&fixture->base, 4, 4);
  model_test_add_and_index (fixture);
  add_program ("made", "good", log);
  networks = sem_networks_new (fixture->library);
  g_assert_cmpuint (g_list_model_get_n_items (sem_networks_get_list (networks)), ==, 0);
  sem_networks_refresh (networks);
  wait_until (g_list_model_get_n_items (sem_networks_get_list (networks)) == 2);
  g_assert_true (get (networks, "default").active && get (networks, "default").own);
  g_assert_cmpuint (get (networks, "default").n_photos, ==, 16);
  g_assert_cmpfloat (get (networks, "default").rate, >, 0);
  g_assert_false (get (networks, "made").active || get (networks, "made").own);
  g_assert_cmpuint (get (networks, "made").n_photos, ==, 0);
  g_assert_cmpfloat (get (networks, "made").rate, ==, 5);

  before = sem_codes_get_id (sem_library_get_codes (fixture->library));
  sem_library_use_network (fixture->library, "made");
  g_assert_cmpstr (sem_library_get_coming_network (fixture->library), ==, "made");
  g_assert_cmpint (sem_library_get_state (fixture->library), ==, SEM_LIBRARY_TRAINING);
  g_assert_true (strstr (sem_library_get_status (fixture->library), "another network"));
  g_assert_cmpint (sem_codes_get_id (sem_library_get_codes (fixture->library)), ==, before);
  g_assert_true (model_test_is_searchable (fixture->library));
  wait_until (g_strcmp0 (get_used (fixture), "made") == 0);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  made = sem_codes_get_id (sem_library_get_codes (fixture->library));
  g_assert_null (sem_library_get_coming_network (fixture->library));
  g_assert_true (strstr (fixture->messages->str, "describes 16 photos now"));
  wait_until (is_active (networks, "made"));
  g_assert_true (get (networks, "made").relative && get (networks, "made").has_codes);
  g_assert_cmpuint (get (networks, "made").n_photos, ==, 16);

  sem_library_use_network (fixture->library, "default");
  wait_until (sem_codes_get_id (sem_library_get_codes (fixture->library)) == before);
  sem_library_use_network (fixture->library, "made");
  wait_until (sem_codes_get_id (sem_library_get_codes (fixture->library)) == made);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_true (g_file_get_contents (log, &text, NULL, NULL));
  {
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
    guint n = 0;

    for (guint i = 0; lines[i]; i++)
      if (g_str_has_prefix (lines[i], "1 "))
        n += (guint) g_ascii_strtoull (lines[i] + 2, NULL, 10);
    g_assert_cmpuint (n, ==, 16);
  }
}

/* A program that does wrong, or is stopped: nothing is lost, and it is said. */
static void
test_fails (ModelTest *fixture, gconstpointer data)
{
  gint64 before;

  library_test_photos (&fixture->base, 4, 4);
  model_test_add_and_index (fixture);
  before = sem_codes_get_id (sem_library_get_codes (fixture->library));
  add_program ("made", "crash:3", NULL);
  sem_library_use_network (fixture->library, "made");
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_true (strstr (fixture->messages->str, "“made”"));
  g_assert_true (strstr (fixture->messages->str, "status 3"));
  g_assert_null (sem_library_get_coming_network (fixture->library));
  sem_library_use_network (fixture->library, "unknown");
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_true (strstr (fixture->messages->str, "no backbone “unknown”"));

  add_program ("made", "hang", NULL);
  g_string_truncate (fixture->messages, 0);
  sem_library_use_network (fixture->library, "made");
  sem_library_cancel_network (fixture->library);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_true (g_str_has_prefix (fixture->messages->str, "Stopped"));
  g_assert_cmpint (sem_codes_get_id (sem_library_get_codes (fixture->library)), ==, before);
  g_assert_true (model_test_is_searchable (fixture->library));
}

/* Whether the switch is recorded, to be begun again. */
static gboolean
is_wanted (const char *path)
{
  g_autofree char *word = NULL;
  SemEngineRequest wanted;

  return sem_wanted_training_read (path, &wanted, &word) && wanted.job == SEM_ENGINE_SWITCH;
}

/* What the end of the program has interrupted resumes at the next start. */
static void
test_goes_on (ModelTest *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;

  library_test_photos (&fixture->base, 4, 4);
  model_test_add_and_index (fixture);
  path = g_strdup (sem_library_get_path (fixture->library));
  add_program ("made", "hang", NULL);
  sem_library_use_network (fixture->library, "made");
  wait_until (is_wanted (path));
  model_test_close (fixture);
  add_program ("made", "good", NULL);
  model_test_open (fixture);
  wait_until (g_strcmp0 (get_used (fixture), "made") == 0);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_false (is_wanted (path));
}

/* Photos that are indexed come before, and are described by the other network, too. */
static void
test_gives_way (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (SemNetworks) networks = NULL;

  library_test_photos (&fixture->base, 4, 4);
  model_test_add_and_index (fixture);
  add_program ("made", "good", NULL);
  library_test_photos (&fixture->base, 5, 4);
  sem_library_use_network (fixture->library, "made");
  sem_library_index (fixture->library);
  wait_until (g_strcmp0 (get_used (fixture), "made") == 0);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  networks = sem_networks_new (fixture->library);
  sem_networks_refresh (networks);
  wait_until (is_active (networks, "made"));
  g_assert_cmpuint (get (networks, "made").n_photos, ==, 20);
  g_assert_cmpuint (get (networks, "default").n_photos, ==, 20);
}

/* Speed and quality are measured of networks that are not in use, too. */
static void
test_measure (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (SemNetworks) networks = NULL;
  g_autoptr (SemNetwork) made = NULL, own = NULL;

  library_test_photos (&fixture->base, 5, 4);
  model_test_add_and_index (fixture);
  add_program ("made", "good", NULL);
  sem_library_use_network (fixture->library, "made");
  wait_until (g_strcmp0 (get_used (fixture), "made") == 0);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  networks = sem_networks_new (fixture->library);
  sem_networks_refresh (networks);
  wait_until (g_list_model_get_n_items (sem_networks_get_list (networks)) == 2);
  own = find (networks, "default");
  made = find (networks, "made");
  g_assert_cmpfloat (sem_network_get_row (own)->finds, <, 0);
  sem_networks_measure (networks, own);
  g_assert_cmpstr (sem_networks_get_measured (networks), ==, "default");
  wait_until (!sem_networks_get_measured (networks));
  g_assert_cmpstr (sem_networks_get_problem (networks), ==, NULL);
  g_assert_cmpfloat (get (networks, "default").finds, >, .3);
  g_assert_cmpfloat (get (networks, "default").keeps, >, .3);
  sem_networks_measure (networks, made);
  wait_until (!sem_networks_get_measured (networks));
  g_assert_cmpfloat (get (networks, "made").finds, >, .3);
  g_assert_cmpfloat (get (networks, "made").rate, !=, 5);
  add_program ("made", "crash", NULL);
  sem_networks_measure (networks, made);
  wait_until (!sem_networks_get_measured (networks));
  g_assert_true (strstr (sem_networks_get_problem (networks), "status 3"));
}

static void
test_remove (ModelTest *fixture, gconstpointer data)
{
  g_autoptr (SemNetworks) networks = NULL;
  guint n;

  library_test_photos (&fixture->base, 4, 4);
  model_test_add_and_index (fixture);
  add_program ("made", "good", NULL);
  networks = sem_networks_new (fixture->library);
  sem_networks_refresh (networks);
  sem_library_use_network (fixture->library, "made");
  wait_until (is_active (networks, "made"));
  n = g_list_model_get_n_items (sem_library_get_models (fixture->library));
  /* Not the one in use. */
  sem_library_remove_network (fixture->library, "made");
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  wait_until (strstr (fixture->messages->str, "are of this backbone") != NULL);
  sem_library_use_network (fixture->library, "default");
  wait_until (is_active (networks, "default"));
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  sem_library_remove_network (fixture->library, "made");
  wait_until (g_list_model_get_n_items (sem_networks_get_list (networks)) == 1);
  wait_for_state (fixture, SEM_LIBRARY_IDLE);
  g_assert_cmpuint (g_list_model_get_n_items (sem_library_get_models (fixture->library)), ==,
                    n - 1);
  g_assert_null (sem_programs_find ("made", NULL));
}

int
main (int argc, char **argv)
{
  static const ModelTestCase cases[] = {
    { "/networks/use", test_use },         { "/networks/fails", test_fails },
    { "/networks/goes-on", test_goes_on }, { "/networks/gives-way", test_gives_way },
    { "/networks/measure", test_measure }, { "/networks/remove", test_remove },
  };
  char *folder = test_folder_new ();
  int code;

  g_setenv ("XDG_CONFIG_HOME", folder, TRUE);
  code = model_test_run (argc, argv, cases, G_N_ELEMENTS (cases));
  test_folder_remove (folder);
  return code;
}
