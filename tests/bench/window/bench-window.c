/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The window of the real program with large libraries, on a display of its own. README.md describes
 * the method.
 *
 *   with-display.sh bench-window [--photos=N]... [--rounds=N] [--json=FILE]
 */

#include "config.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/nn/backbone.h"
#include "tests/bench/made-photo.h"
#include "tests/bench/report.h"
#include "tests/bench/window/large-library.h"
#include "tests/bench/window/window-scripts.h"
#include "tests/support/folder.h"

#define WIDTH 4000
#define HEIGHT 3000
/* For the viewer, and to be indexed while the program ends. */
#define N_LARGE 8
#define N_INDEXED 240

static char **photos;
static char *script;
static char *library;
static char *json_path;
static int n_rounds = 5;

static const GOptionEntry options[] = {
  { "photos", 'p', 0, G_OPTION_ARG_STRING_ARRAY, &photos,
    "Make a library of N photos; may be repeated (50000 and 500000)", "N" },
  { "rounds", 'r', 0, G_OPTION_ARG_INT, &n_rounds, "Start the program N times (5)", "N" },
  { "json", 0, 0, G_OPTION_ARG_FILENAME, &json_path, "Add results to the list in FILE", "FILE" },
  { "script", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &script, NULL, NULL },
  { "library", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, &library, NULL, NULL },
  { NULL }
};

/* A folder with photos that differ in their bytes and are as hard to decode. Pictures that are
 * themselves different are few, since encoding one takes longer than indexing it; the others differ
 * in a trailer. */
static gboolean
make_photos (const char *folder, const char *name, guint n, GError **error)
{
  g_autofree char *inside = g_build_filename (folder, name, NULL);
  g_autoptr (GdkPixbuf) photo = made_photo_paint (WIDTH, HEIGHT);

  g_mkdir (inside, 0700);
  for (guint i = 0; i < MIN (n, N_LARGE); i++)
    {
      g_autoptr (GdkPixbuf) turned = made_photo_turn (photo, (int) (i * 61));
      gsize size;
      g_autofree char *jpeg = made_photo_encode (turned, &size, error);
      g_autoptr (GByteArray) bytes = g_byte_array_new ();

      if (!jpeg)
        return FALSE;
      for (guint k = i; k < n; k += N_LARGE)
        {
          g_autofree char *file = g_strdup_printf ("%s/large-%03u.jpg", inside, k);

          g_byte_array_set_size (bytes, 0);
          g_byte_array_append (bytes, (const guint8 *) jpeg, (guint) size);
          g_byte_array_append (bytes, (const guint8 *) &k, sizeof k);
          if (!g_file_set_contents (file, (const char *) bytes->data, bytes->len, error))
            return FALSE;
        }
    }
  return TRUE;
}

/* Runs this program again, as the window of a library. Returns: whether it ended well; @end: when,
 * monotonic, in microseconds; @said: (out) (transfer full) (optional): its last line. */
static gboolean
run_script (const char *program, const char *name, const char *path, char **said, gint64 *end)
{
  g_autofree char *json = g_strdup_printf ("--json=%s", json_path ? json_path : "");
  g_autofree char *run = g_strdup_printf ("--script=%s", name);
  g_autofree char *file = g_strdup_printf ("--library=%s", path);
  g_autofree char *start = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_monotonic_time ());
  const char *argv[] = { program, run, file, json, NULL };
  g_autofree char *out = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_setenv (WINDOW_SCRIPT_START, start, TRUE);
  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, NULL, &status,
                     &error))
    {
      fprintf (stderr, "bench-window: %s\n", error->message);
      return FALSE;
    }
  *end = g_get_monotonic_time ();
  if (!said || !g_str_has_prefix (out, "= "))
    fputs (out, stdout);
  fflush (stdout);
  if (said)
    *said = g_steal_pointer (&out);
  return WIFEXITED (status) && WEXITSTATUS (status) == 0;
}

/* The best of some starts: until the first frame, and until one that shows photos. */
static gboolean
measure_starts (const char *program, const char *path, guint n)
{
  double best[] = { INFINITY, INFINITY, INFINITY };
  g_autofree char *name = NULL;

  for (int i = 0; i < n_rounds; i++)
    {
      g_autofree char *said = NULL;
      double first, shown, used;
      gint64 end;

      if (!run_script (program, "start", path, &said, &end)
          || sscanf (said, "= %lf %lf %lf", &first, &shown, &used) != 3)
        return FALSE;
      best[0] = MIN (best[0], first);
      best[1] = MIN (best[1], shown);
      best[2] = MIN (best[2], used);
    }
  printf ("  CPU of the main thread until photos are shown: %.0f ms\n", best[2]);
  name = g_strdup_printf ("window-%uk-first-frame", n / 1000);
  report_add (name, best[0], 300, "ms", TRUE);
  g_free (name);
  name = g_strdup_printf ("window-%uk-photos", n / 1000);
  report_add (name, best[1], 300, "ms", TRUE);
  return TRUE;
}

static gboolean
measure_library (const char *program, const char *folder, const char *backbone, guint n)
{
  g_autofree char *path = g_strdup_printf ("%s/library-%u.db", folder, n);
  g_autoptr (GError) error = NULL;
  gint64 end;

  printf ("== %u photos\n", n);
  fflush (stdout);
  if (!large_library_make (path, backbone, n, &error))
    {
      fprintf (stderr, "bench-window: %s\n", error->message);
      return FALSE;
    }
  return measure_starts (program, path, n) && run_script (program, "browse", path, NULL, &end)
         && run_script (program, "ask", path, NULL, &end);
}

/* The program ends while it indexes, at several moments: from the wish to close until the process
 * is gone. */
static gboolean
measure_quitting (const char *program, const char *folder)
{
  double worst = 0, best = INFINITY;

  for (int i = 0; i < n_rounds; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/quit-%d/library.db", folder, i);
      g_autofree char *moment = g_strdup_printf ("%d", 37 * i);
      g_autofree char *said = NULL;
      gint64 closed, end;

      g_setenv (WINDOW_SCRIPT_MOMENT, moment, TRUE);
      if (!run_script (program, "quit", path, &said, &end)
          || sscanf (said, "= %" G_GINT64_FORMAT, &closed) != 1)
        return FALSE;
      printf ("  quit while indexing: %.0f ms\n", (double) (end - closed) / 1e3);
      worst = MAX (worst, (double) (end - closed) / 1e3);
      best = MIN (best, (double) (end - closed) / 1e3);
    }
  report_add ("window-quit-best", best, 500, "ms", TRUE);
  report_add ("window-quit-worst", worst, 500, "ms", TRUE);
  return TRUE;
}

static gboolean
measure (const char *program, const char *folder)
{
  static char *usual[] = { (char *) "50000", (char *) "500000", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (SemBackbone) backbone = sem_backbone_new (NULL, &error);
  g_autofree char *viewed = g_build_filename (folder, "viewer", "library.db", NULL);
  gint64 end;
  gboolean ok = backbone != NULL;

  ok = ok && make_photos (folder, "large", N_LARGE, &error)
       && make_photos (folder, "many", N_INDEXED, &error);
  if (!ok)
    {
      fprintf (stderr, "bench-window: %s\n", error->message);
      return FALSE;
    }
  g_setenv (WINDOW_SCRIPT_FOLDER, folder, TRUE);
  for (char **n = photos ? photos : usual; ok && *n; n++)
    ok = measure_library (program, folder, sem_backbone_get_id (backbone),
                          (guint) g_ascii_strtoull (*n, NULL, 10));
  return ok && run_script (program, "view", viewed, NULL, &end)
         && measure_quitting (program, folder);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("- measure the window");
  g_autoptr (GError) error = NULL;
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  char *folder;
  gboolean ok;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      fprintf (stderr, "bench-window: %s\n", error->message);
      return 2;
    }
  if (script)
    return window_script_run (script, library, *json_path ? json_path : NULL);
  folder = test_folder_new ();
  ok = measure (program, folder) && report_write (json_path, &error);
  if (error)
    fprintf (stderr, "bench-window: %s\n", error->message);
  test_folder_remove (folder);
  return ok ? 0 : 1;
}
