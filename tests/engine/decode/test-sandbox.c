/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A worker that was taken over, in every kind of environment and behind each layer alone: what a
 * layer is to stop does not work, which is looked at from outside. Without any layer it does work,
 * or else the test would show nothing.
 */

#include "config.h"

#include "engine/decode/sanitized.h"
#include "tests/engine/decode/environments.h"
#include "tests/engine/decode/fixtures.h"
#include "tests/engine/decode/victim.h"
#include "tests/support/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* @layers: each of them stops the attack by itself
 * @abi: of Landlock, from which on it does
 * @told: whether the worker's word counts that it worked: outside nothing can be seen
 * @rare: whether another computer may forbid it to everyone */
typedef struct
{
  const char *name;
  guint layers;
  guint abi;
  gboolean told;
  gboolean rare;
} Attack;

static const Attack attacks[] = {
  { "read", CALLS | FILES | SPACES, 1, TRUE, FALSE },
  { "list", CALLS | FILES | SPACES, 1, TRUE, FALSE },
  { "overwrite", CALLS | FILES | SPACES, 1, FALSE, FALSE },
  { "delete", CALLS | FILES | SPACES, 1, FALSE, FALSE },
  { "replace", CALLS | FILES | SPACES, 1, FALSE, FALSE },
  { "truncate", CALLS | FILES | SPACES, 3, FALSE, FALSE },
  { "make-folder", CALLS | FILES | SPACES, 1, FALSE, FALSE },
  { "connect-tcp", CALLS | FILES | SPACES, 4, FALSE, FALSE },
  { "listen-tcp", CALLS | FILES | SPACES, 4, FALSE, FALSE },
  { "connect-bus", CALLS | SPACES, 0, FALSE, FALSE },
  { "connect-abstract", CALLS | FILES | SPACES, 6, FALSE, FALSE },
  { "fork", CALLS | SPACES, 0, FALSE, FALSE },
  { "shell", CALLS | FILES | SPACES, 1, FALSE, FALSE },
  { "memory-shell", CALLS | FILES | SPACES, 1, FALSE, TRUE },
  { "write-memory", CALLS | FILES | SPACES, 1, FALSE, TRUE },
  { "trace", CALLS | FILES | SPACES, 1, TRUE, TRUE },
  { "signal", CALLS | FILES | SPACES, 6, FALSE, FALSE },
  { "ring", CALLS, 0, TRUE, TRUE },
  { "read-process", CALLS | FILES | SPACES, 1, TRUE, FALSE },
  { "reopen", CALLS | FILES | SPACES, 1, FALSE, FALSE },
  { "change-mode", CALLS, 0, FALSE, FALSE },
  { "change-times", CALLS, 0, FALSE, FALSE },
  { "make-code", CALLS, 0, TRUE, TRUE },
  { "leave", CALLS, 0, TRUE, TRUE },
  /* The last: it cannot be undone where it works. */
  { "limit", CALLS | SPACES, 0, FALSE, TRUE },
};

/* Attacks -------------------------------------------------------------------------------------- */

static SemDecoder *
start_hostile (const Environment *environment, const char *folder)
{
  g_autofree char *program =
    g_strdup_printf ("%s/hostile-worker-%u-%u", folder, environment->layers, environment->abi);
  SemDecoder *decoder;

  if (symlink (g_getenv ("HOSTILE_WORKER"), program) != 0)
    g_assert_cmpint (errno, ==, EEXIST);
  decoder = sem_decoder_new (program);
  sem_decoder_set_bare (decoder, environment->bare);
  return decoder;
}

/* Whether the worker says that it worked. Where it does not reply it has become another program, or
 * was ended. */
static gboolean
give_orders (SemDecoder *decoder, Victim *victim)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (sem_decoder_decode (decoder, victim->photo, "photo", NULL, &error));
  g_test_message ("%s", error->message);
  if (g_error_matches (error, SEM_ERROR, SEM_ERROR_DECODER_DIED))
    return FALSE;
  if (g_error_matches (error, SEM_ERROR, SEM_ERROR_UNREADABLE))
    return FALSE;
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NOT_AN_IMAGE);
  return TRUE;
}

/* (transfer full) (nullable): what an attack has done; NULL for nothing. */
static char *
try_attack (const Environment *environment, const Attack *attack, const char *folder)
{
  SemDecoder *decoder = start_hostile (environment, folder);
  g_autofree char *harm = NULL;
  gboolean worked, survived;
  Victim victim;

  victim_init (&victim);
  victim_set_orders (&victim, attack->name);
  worked = give_orders (decoder, &victim);
  harm = victim_find_harm (&victim);
  sem_decoder_free (decoder);
  survived = victim_has_survivors ();
  victim_clear (&victim);
  if (!harm && survived)
    harm = g_strdup ("a process is left");
  if (!harm && worked && attack->told)
    harm = g_strdup ("the worker says so");
  return g_steal_pointer (&harm);
}

static guint
get_stoppers (const Attack *attack, const SemSandbox *sandbox)
{
  guint stoppers = attack->layers & sandbox->layers;

  if (sandbox->landlock_abi < attack->abi)
    stoppers &= ~(guint) FILES;
  return stoppers;
}

static void
try_all (const Environment *environment, const SemSandbox *sandbox)
{
  char *folder = test_folder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (attacks); i++)
    {
      const Attack *attack = &attacks[i];
      g_autofree char *harm = try_attack (environment, attack, folder);

      if (harm && get_stoppers (attack, sandbox))
        g_error ("%s, %s: %s", environment->name, attack->name, harm);
      if (!harm && sandbox->layers == 0 && !attack->rare)
        g_error ("%s, %s: this shows nothing: it never works", environment->name, attack->name);
      g_test_message ("%s: %s", attack->name, harm ? harm : "stopped");
    }
  test_folder_remove (folder);
}

static void
assert_reached (SemDecoder *decoder, const SemSandbox *expected)
{
  g_autoptr (GError) error = NULL;
  SemSandbox reached;

  g_assert_true (sem_decoder_read_sandbox (decoder, &reached, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmphex (reached.layers, ==, expected->layers);
  g_assert_cmpuint (reached.landlock_abi, ==, expected->landlock_abi);
}

/* The real worker decodes in every environment, and says what it lacks. */
static void
check_real (const Environment *environment)
{
  const Environment real = { "real", OWN, MOST_ABI, environment->bare, NULL };
  const SemSandbox expected = environment_expect (&real);
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);
  g_autoptr (GdkPixbuf) pixbuf = sem_fixture_quarters (640, 480);
  g_autoptr (GBytes) bytes = sem_fixture_save (pixbuf, "jpeg");
  g_autoptr (GError) error = NULL;
  g_autoptr (SemDecodedPhoto) photo = NULL;

  sem_decoder_set_bare (decoder, environment->bare);
  assert_reached (decoder, &expected);
  photo = sem_fixture_decode (decoder, bytes, &error);
  g_assert_no_error (error);
  sem_fixture_assert_quarters (photo->input);
}

static void
test_environment (gconstpointer data)
{
  const Environment *environment = data;
  g_autofree char *path = g_strdup_printf ("/decode/sandbox/%s/subprocess", environment->name);

  g_test_trap_subprocess (path, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

static void
test_inside (gconstpointer data)
{
  const Environment *environment = data;
  SemSandbox expected;
  SemDecoder *decoder;
  char *folder;

  if (environment->prepare && !environment->prepare ())
    {
      g_test_skip ("this environment cannot be made here");
      return;
    }
  expected = environment_expect (environment);
  folder = test_folder_new ();
  decoder = start_hostile (environment, folder);
  assert_reached (decoder, &expected);
  sem_decoder_free (decoder);
  test_folder_remove (folder);
  try_all (environment, &expected);
  check_real (environment);
}

/* What a worker starts with ----------------------------------------------------------------------
 */

static void
assert_finds_nothing (const char *attack, gboolean bare)
{
  const Environment environment = { "start", 0, 0, bare, NULL };
  const Attack look = { attack, 0, 0, TRUE, FALSE };
  char *folder = test_folder_new ();
  g_autofree char *found = try_attack (&environment, &look, folder);

  g_assert_cmpstr (found, ==, NULL);
  test_folder_remove (folder);
}

static void
test_environment_variables (void)
{
  g_assert_true (g_setenv ("SEMBLANCE_TEST_SECRET", "token", TRUE));
  assert_finds_nothing ("find-variable", TRUE);
  assert_finds_nothing ("find-variable", FALSE);
}

static void
test_descriptors (void)
{
  /* Without O_CLOEXEC, as a careless library would. */
  const int fd = open ("/dev/null", O_RDWR), high = fcntl (fd, F_DUPFD, 500);

  g_assert_cmpint (high, >=, 500);
  assert_finds_nothing ("find-descriptor", TRUE);
  assert_finds_nothing ("find-descriptor", FALSE);
  close (fd);
  close (high);
}

static void
assert_status (const char *status, const char *line)
{
  if (!strstr (status, line))
    g_error ("no “%s” in:\n%s", line, status);
}

/* The kernel's word about the real worker, in every thread of it. */
static void
test_real_worker (void)
{
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *tasks = NULL;
  g_autoptr (GDir) dir = NULL;
  SemSandbox sandbox;
  const char *task;

  g_assert_true (sem_decoder_read_sandbox (decoder, &sandbox, NULL, &error));
  tasks = g_strdup_printf ("/proc/%d/task", sem_decoder_get_pid (decoder));
  dir = g_dir_open (tasks, 0, &error);
  g_assert_no_error (error);
  while ((task = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (tasks, task, "status", NULL);
      g_autofree char *status = NULL;

      g_assert_true (g_file_get_contents (path, &status, NULL, &error));
      assert_status (status, "\nNoNewPrivs:\t1\n");
      if (!SEM_SANITIZED)
        assert_status (status, "\nCapEff:\t0000000000000000\n");
      if (sandbox.layers & CALLS)
        assert_status (status, "\nSeccomp:\t2\n");
    }
}

static void
test_levels (void)
{
  static const struct
  {
    guint layers;
    const char *name;
    const char *text;
  } cases[] = {
    { SEM_SANDBOX_ALL, "full", "full" },
    { OWN, "reduced", "reduced (missing: bubblewrap)" },
    { PRIVILEGES | SPACES, "reduced", "reduced (missing: seccomp, Landlock)" },
    { CALLS | FILES | SPACES, "reduced", "reduced (missing: setrlimit)" },
    { PRIVILEGES, "none", "none" },
    { 0, "none", "none" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const SemSandbox sandbox = { cases[i].layers, 0 };
      g_autofree char *text = sem_sandbox_describe (&sandbox);

      g_assert_cmpstr (sem_sandbox_get_level_name (&sandbox), ==, cases[i].name);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int
main (int argc, char **argv)
{
  guint n;
  const Environment *environments = environment_list (&n);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decode/sandbox/levels", test_levels);
  g_test_add_func ("/decode/sandbox/environment-variables", test_environment_variables);
  g_test_add_func ("/decode/sandbox/descriptors", test_descriptors);
  g_test_add_func ("/decode/sandbox/real-worker", test_real_worker);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("/decode/sandbox/%s", environments[i].name);
      g_autofree char *inside = g_strconcat (path, "/subprocess", NULL);

      g_test_add_data_func (path, &environments[i], test_environment);
      g_test_add_data_func (inside, &environments[i], test_inside);
    }
  return g_test_run ();
}
