/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rate of decoding alone, with which indexing is compared: photos per second with N workers,
 * and the rate of one worker relative to GdkPixbuf's, for such photos and for progressive ones.
 *
 *   bench-decode [--workers=N] [--rounds=N] [--json=FILE] [FILE…]
 *
 * Without files, decodes a generated photo of 12 megapixels.
 */

#include "engine/decode/decoder-private.h"
#include "tests/bench/made-photo.h"
#include "tests/bench/made-progressive.h"
#include "tests/bench/report.h"

#include <fcntl.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define SIDE_X 4000
#define SIDE_Y 3000

/* Minimum rates of a worker, relative to GdkPixbuf's. */
#define GOAL .95
#define PROGRESSIVE_GOAL 2.0

static int n_workers = 0;
static int n_rounds = 20;
static char *json_path;
static GArray *files;

static const GOptionEntry entries[] = {
  { "workers", 'w', 0, G_OPTION_ARG_INT, &n_workers, "Decode with N workers (all cores)", "N" },
  { "rounds", 'r', 0, G_OPTION_ARG_INT, &n_rounds, "Take the best of N (20)", "N" },
  { "json", 0, 0, G_OPTION_ARG_FILENAME, &json_path, "Add results to the list in FILE", "FILE" },
  { NULL }
};

static int
keep_in_memory (const void *data, gsize size)
{
  const int fd = memfd_create ("photo", MFD_CLOEXEC);

  if (!data || write (fd, data, size) != (gssize) size)
    exit (EXIT_FAILURE);
  return fd;
}

/* @progressive: (out): descriptor of the same picture as a progressive file */
static int
make_photo (int *progressive)
{
  g_autoptr (GdkPixbuf) pixbuf = made_photo_paint (SIDE_X, SIDE_Y);
  gsize size = 0, other_size = 0;
  g_autofree char *data = made_photo_encode (pixbuf, &size, NULL);
  const int fd = keep_in_memory (data, size);
  guint8 *other = made_progressive_encode (data, size, &other_size);

  *progressive = keep_in_memory (other, other_size);
  free (other);
  g_print ("photo: %d x %d, %.1f MB, %.1f MB progressive\n", SIDE_X, SIDE_Y, (double) size / 1e6,
           (double) other_size / 1e6);
  return fd;
}

static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, gpointer user_data)
{
  int denominator = 8;

  while (denominator > 1
         && (MIN (width, height) / denominator < SEM_DECODE_SIDE
             || MAX (width, height) / denominator < 256))
    denominator /= 2;
  gdk_pixbuf_loader_set_size (loader, (width + denominator - 1) / denominator,
                              (height + denominator - 1) / denominator);
}

/* GdkPixbuf alone, decoding to the worker's size, in pieces as gdk_pixbuf_new_from_file() does. */
static void
decode_bare (int fd)
{
  static guint8 buffer[65536];
  GdkPixbufLoader *loader = gdk_pixbuf_loader_new_with_type ("jpeg", NULL);
  off_t at = 0;
  ssize_t n;

  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), NULL);
  while ((n = pread (fd, buffer, sizeof buffer, at)) > 0)
    {
      gdk_pixbuf_loader_write (loader, buffer, (gsize) n, NULL);
      at += n;
    }
  gdk_pixbuf_loader_close (loader, NULL);
  g_object_unref (loader);
}

static void
decode_in_worker (SemDecoder *decoder, int fd)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemDecodedPhoto) photo = sem_decoder_decode (decoder, fd, "photo", NULL, &error);

  if (!photo)
    {
      g_printerr ("%s\n", error->message);
      exit (EXIT_FAILURE);
    }
}

static double
seconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1e6;
}

static double
get_clock (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return (double) time.tv_sec + (double) time.tv_nsec * 1e-9;
}

/* CPU seconds of this thread and, if there is a decoder, of its worker. */
static double
get_cpu_seconds (SemDecoder *decoder)
{
  double seconds = get_clock (CLOCK_THREAD_CPUTIME_ID);
  clockid_t clock;

  if (decoder && clock_getcpuclockid (sem_decoder_get_pid (decoder), &clock) == 0)
    seconds += get_clock (clock);
  return seconds;
}

/* Measures both in turn and takes the best CPU time of all rounds, so that other load has least
 * influence.
 */
static void
compare_with_bare (const int *fds, guint n, const char *name, double goal)
{
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);
  double bare = 0, worker = 0;

  for (guint i = 0; i < n; i++)
    {
      const int fd = fds[i];
      double best_bare = HUGE_VAL, best_worker = HUGE_VAL;

      decode_in_worker (decoder, fd);
      for (int round = 0; round < n_rounds; round++)
        {
          double start = get_cpu_seconds (NULL);

          decode_bare (fd);
          best_bare = MIN (best_bare, get_cpu_seconds (NULL) - start);
          start = get_cpu_seconds (decoder);
          decode_in_worker (decoder, fd);
          best_worker = MIN (best_worker, get_cpu_seconds (decoder) - start);
        }
      bare += best_bare;
      worker += best_worker;
    }
  g_print ("one worker: %.2f ms of CPU a photo, GdkPixbuf alone %.2f ms\n", worker / n * 1e3,
           bare / n * 1e3);
  report_add (name, bare / worker, goal, "of GdkPixbuf's rate", FALSE);
}

static gpointer
decode_many (gpointer data)
{
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);
  gint *next = data;
  const int n_photos = n_rounds * (int) files->len * n_workers;
  int i;

  while ((i = g_atomic_int_add (next, 1)) < n_photos)
    decode_in_worker (decoder, g_array_index (files, int, i % (int) files->len));
  return NULL;
}

static void
measure_rate (void)
{
  g_autofree GThread **threads = g_new (GThread *, n_workers);
  const int n_photos = n_rounds * (int) files->len * n_workers;
  const gint64 start = g_get_monotonic_time ();
  gint next = 0;

  for (int i = 0; i < n_workers; i++)
    threads[i] = g_thread_new ("decode", decode_many, &next);
  for (int i = 0; i < n_workers; i++)
    g_thread_join (threads[i]);
  report_add ("decode-rate", n_photos / seconds_since (start), NAN, "photos/s, all cores", FALSE);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("[FILE…]");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  if (n_workers < 1)
    n_workers = (int) g_get_num_processors ();
  files = g_array_new (FALSE, FALSE, sizeof (int));
  for (int i = 1; i < argc; i++)
    {
      const int fd = open (argv[i], O_RDONLY | O_CLOEXEC);

      if (fd < 0)
        {
          g_printerr ("%s cannot be read.\n", argv[i]);
          return 2;
        }
      g_array_append_val (files, fd);
    }
  if (files->len == 0)
    {
      int progressive;
      const int fd = make_photo (&progressive);

      g_array_append_val (files, fd);
      compare_with_bare (&progressive, 1, "decode-progressive", PROGRESSIVE_GOAL);
      close (progressive);
    }

  compare_with_bare ((const int *) files->data, files->len, "decode-vs-pixbuf", GOAL);
  measure_rate ();
  g_array_unref (files);
  if (!report_write (json_path, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  return 0;
}
