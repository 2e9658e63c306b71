/* The note of a training that the program's end has interrupted.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <sys/stat.h>
#include <unistd.h>

#include "engine/service/wanted-training.h"
#include "tests/support/folder.h"

static void
check_note (const char *library, const char *method, guint n_bits, guint64 seed)
{
  const SemEngineRequest noted = {
    .job = SEM_ENGINE_TRAIN, .method = method, .n_bits = n_bits, .seed = seed
  };
  g_autofree char *file = g_strconcat (library, ".training", NULL), *read_method = NULL;
  SemEngineRequest read = { 0 };
  struct stat info;

  sem_wanted_training_note (library, &noted);
  g_assert_cmpint (stat (file, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_true (sem_wanted_training_read (library, &read, &read_method));
  g_assert_cmpstr (read.method, ==, method);
  g_assert_cmpuint (read.n_bits, ==, n_bits);
  g_assert_cmpuint (read.seed, ==, seed);
}

/* Like every file of a library it is for its owner alone, also one that an earlier version made. */
static void
test_private (void)
{
  char *folder = test_folder_new ();
  g_autofree char *library = g_build_filename (folder, "library.db", NULL);
  g_autofree char *file = g_strconcat (library, ".training", NULL);
  const mode_t before = umask (0);

  check_note (library, "itq", 64, 7);
  g_assert_cmpint (chmod (file, 0644), ==, 0);
  check_note (library, "itq", 128, 8);
  umask (before);
  sem_wanted_training_forget (library);
  g_assert_cmpint (access (file, F_OK), !=, 0);
  test_folder_remove (folder);
}

/* A network that was asked for is begun again, whatever it is called now. */
static void
test_network (void)
{
  char *folder = test_folder_new ();
  g_autofree char *library = g_build_filename (folder, "library.db", NULL), *name = NULL;
  SemEngineRequest read = { 0 };

  sem_wanted_training_note (library,
                            &(SemEngineRequest){ .job = SEM_ENGINE_SWITCH, .name = "clip" });
  g_assert_true (sem_wanted_training_read (library, &read, &name));
  g_assert_cmpint (read.job, ==, SEM_ENGINE_SWITCH);
  g_assert_cmpstr (read.name, ==, "clip");
  sem_wanted_training_forget (library);
  test_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/wanted-training/private", test_private);
  g_test_add_func ("/service/wanted-training/network", test_network);
  return g_test_run ();
}
