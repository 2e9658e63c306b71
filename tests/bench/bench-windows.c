/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How well a photo is found inside a picture by the features of the picture's windows alone, and
 * what they cost: cropped, or pooled from the network's last map. Prints the tables of ABLATION.md,
 * chapter "Copies".
 *
 *   bench-windows [--queries=N] [--photos=N] QUERIES GALLERY…
 */

#include "config.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/bench/windows.h"

static int n_queries = 40;
static int max_photos = 3000;

static const GOptionEntry options[] = {
  { "queries", 'q', 0, G_OPTION_ARG_INT, &n_queries, "Alter N photos (40)", "N" },
  { "photos", 'p', 0, G_OPTION_ARG_INT, &max_photos, "Among N photos (3,000)", "N" },
  { NULL }
};

static const char *const inside[] = {
  "70 % crop, caption", "polaroid",        "story",       "phone screenshot", "on a text page",
  "side by side",       "collage of four", "circle crop", "sticker",          "15° on black",
  "perspective",        "half crop",
};

static const char *const group_names[N_GROUPS] = {
  "whole",         "rectangles",    "halves",        "thirds",       "bands",
  "halves of 448", "halves of 672", "thirds of 672", "bands of 448",
};

static const char *const reverse_names[N_REVERSE] = {
  "whole in whole",  "whole in halves",      "whole in thirds", "2 × 2 in whole",
  "2 × 2 in halves", "2 × 2 in thirds",      "3 × 3 in whole",  "3 × 3 in halves",
  "3 × 3 in thirds", "hashes of rectangles", "of plain ones",   "of those at 896",
};

static const guint sets[] = {
  1 << WHOLE,
  1 << WHOLE | 1 << RECTANGLES,
  1 << WHOLE | 1 << HALVES,
  1 << WHOLE | 1 << HALVES | 1 << THIRDS,
  1 << WHOLE | 1 << POOLED_HALVES_448,
  1 << WHOLE | 1 << POOLED_HALVES_448 | 1 << POOLED_THIRDS_672,
  1 << WHOLE | 1 << POOLED_HALVES_672 | 1 << POOLED_THIRDS_672,
  1 << WHOLE | 1 << RECTANGLES | 1 << HALVES,
  1 << WHOLE | 1 << RECTANGLES | 1 << THIRDS,
  1 << WHOLE | 1 << RECTANGLES | 1 << HALVES | 1 << THIRDS,
  1 << WHOLE | 1 << RECTANGLES | 1 << HALVES | 1 << THIRDS | 1 << BANDS,
  1 << WHOLE | 1 << RECTANGLES | 1 << POOLED_THIRDS_672,
  1 << WHOLE | 1 << RECTANGLES | 1 << POOLED_HALVES_672 | 1 << POOLED_THIRDS_672,
  1 << WHOLE | 1 << RECTANGLES | 1 << POOLED_HALVES_448 | 1 << POOLED_THIRDS_672,
  1 << WHOLE | 1 << RECTANGLES | 1 << POOLED_HALVES_448 | 1 << POOLED_BANDS_448
    | 1 << POOLED_THIRDS_672,
};

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
list_photos (const char *folder, GPtrArray *paths)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      const char *path = names->pdata[i];

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        list_photos (path, paths);
      else if (g_str_has_suffix (path, ".jpg") || g_str_has_suffix (path, ".png"))
        g_ptr_array_add (paths, g_strdup (path));
    }
}

SemDecodedPhoto *
windows_decode (const Hands *hands, const char *path)
{
  const SemDecodeView view = { .colour_side = COLOUR_SIDE };
  const int fd = open (path, O_RDONLY | O_CLOEXEC);
  g_autoptr (GError) error = NULL;
  SemDecodedPhoto *photo = sem_decoder_decode_view (hands->decoder, fd, path, &view, NULL, &error);

  if (!photo)
    g_error ("%s", error->message);
  close (fd);
  return photo;
}

static void
describe_task (gsize task, gpointer data)
{
  Job *job = data;
  Hands *hands = g_async_queue_pop (job->hands);
  g_autoptr (SemDecodedPhoto) photo = windows_decode (hands, job->paths->pdata[task]);

  sem_backbone_forward (job->backbone, hands->workspace, photo->input, job->features + task * DIM);
  g_async_queue_push (job->hands, hands);
}

typedef struct
{
  Job *job;
  Hands *hands;
  SemRgbImage picture;
  float *features; /* shape (MAX_WINDOWS, DIM) */
  guint n;
} Looking;

static void
crop (Looking *self, double x, double y, double width, double height)
{
  guint8 *input = g_malloc (SEM_DECODE_INPUT_SIZE);
  const guint left = (guint) (x * self->picture.width), top = (guint) (y * self->picture.height);
  const SemRgbImage part = { self->picture.pixels + top * self->picture.stride + left * 3,
                             MAX (1, (guint) (width * self->picture.width)),
                             MAX (1, (guint) (height * self->picture.height)),
                             self->picture.stride };

  sem_resize_rgb (SEM_RESIZE_SHARP, &part, input, SIDE, SIDE);
  sem_backbone_forward (self->job->backbone, self->hands->workspace, input,
                        self->features + (gsize) self->n++ * DIM);
  g_free (input);
}

static void
crop_grid (Looking *self, guint steps, double size)
{
  for (guint i = 0; i < steps * steps; i++)
    crop (self, (1 - size) * (i % steps) / (steps - 1), (1 - size) * (i / steps) / (steps - 1),
          size, size);
}

static void
pool_grid (Looking *self, SemBackboneMap *map, guint side, guint steps, guint size)
{
  for (guint i = 0; i < steps * steps; i++)
    sem_backbone_map_pool (map, (side - size) * (i % steps) / (steps - 1),
                           (side - size) * (i / steps) / (steps - 1), size, size,
                           self->features + (gsize) self->n++ * DIM);
}

static void
forward_map (Looking *self, SemBackboneMap *map, guint side)
{
  guint8 *input = g_malloc ((gsize) side * side * 3);

  sem_resize_rgb (SEM_RESIZE_SHARP, &self->picture, input, side, side);
  sem_backbone_map_forward (map, input);
  g_free (input);
}

static void
look (Looking *self, Group group)
{
  SemContentRectangle found[SEM_MAX_CONTENT_RECTANGLES];
  Hands *hands = self->hands;
  guint n;

  self->n = 0;
  switch (group)
    {
    case WHOLE:
      crop (self, 0, 0, 1, 1);
      break;
    case RECTANGLES:
      n = sem_content_rectangles_find (&self->picture, found);
      for (guint i = 0; i < n; i++)
        crop (self, (double) found[i].x / self->picture.width,
              (double) found[i].y / self->picture.height,
              (double) found[i].width / self->picture.width,
              (double) found[i].height / self->picture.height);
      break;
    case HALVES:
      crop_grid (self, 3, 1.0 / 2);
      break;
    case THIRDS:
      crop_grid (self, 5, 1.0 / 3);
      break;
    case BANDS:
      crop (self, 0, 0, 0.5, 1);
      crop (self, 0.5, 0, 0.5, 1);
      crop (self, 0, 0, 1, 0.5);
      crop (self, 0, 0.5, 1, 0.5);
      crop (self, 0.146, 0.146, 0.708, 0.708);
      break;
    case POOLED_HALVES_448:
      forward_map (self, hands->map_448, 448);
      pool_grid (self, hands->map_448, 14, 3, 7);
      break;
    case POOLED_HALVES_672:
      pool_grid (self, hands->map_672, 21, 3, 11);
      break;
    case POOLED_THIRDS_672:
      pool_grid (self, hands->map_672, 21, 5, 7);
      break;
    case POOLED_BANDS_448:
      sem_backbone_map_pool (hands->map_448, 0, 0, 7, 14, self->features + (gsize) self->n++ * DIM);
      sem_backbone_map_pool (hands->map_448, 7, 0, 7, 14, self->features + (gsize) self->n++ * DIM);
      sem_backbone_map_pool (hands->map_448, 0, 0, 14, 7, self->features + (gsize) self->n++ * DIM);
      sem_backbone_map_pool (hands->map_448, 0, 7, 14, 7, self->features + (gsize) self->n++ * DIM);
      sem_backbone_map_pool (hands->map_448, 2, 2, 10, 10,
                             self->features + (gsize) self->n++ * DIM);
      break;
    default:
      break;
    }
}

static void
judge_sets (Job *job, gsize query, guint alteration, const float *best)
{
  for (guint s = 0; s < G_N_ELEMENTS (sets); s++)
    {
      float own = -1;
      guint n_better = 0;

      for (guint pass = 0; pass < 2; pass++)
        for (guint p = 0; p < job->paths->len; p++)
          {
            float value = -1;
            gboolean is_own = FALSE;

            for (guint i = 0; i < job->alterations[alteration]->n_photos; i++)
              is_own |= p == (query + i) % job->n_asking;
            if (is_own != (pass == 0))
              continue;
            for (guint g = 0; g < N_GROUPS; g++)
              if (sets[s] >> g & 1)
                value = MAX (value, best[(gsize) g * job->paths->len + p]);
            if (pass == 0)
              own = MAX (own, value);
            else
              n_better += value > own;
          }
      job->ranks[(query * job->n_alterations + alteration) * G_N_ELEMENTS (sets) + s] =
        rank_of (n_better);
    }
}

static SemDecodedPhoto *
make_picture (Job *job, Hands *hands, gsize query, guint alteration)
{
  const char *paths[SEM_ALTERATION_MAX_PHOTOS];
  const SemDecodeView view = { .colour_side = COLOUR_SIDE };
  const SemAlteration *what = job->alterations[alteration];
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  SemDecodedPhoto *photo = NULL;
  SemDecodeView crop_view;
  SemRandom random;
  FILE *file = tmpfile ();

  for (guint i = 0; i < what->n_photos; i++)
    paths[i] = job->paths->pdata[(query + i) % job->n_asking];
  sem_random_init_part (&random, 1, SEM_RANDOM_VIEWS, query * 64 + alteration);
  crop_view = sem_alteration_make_view (what, &random);
  bytes = sem_altered_maker_make (job->maker, what, paths, what->alter ? NULL : &crop_view, &random,
                                  NULL, &error);
  if (bytes && fwrite (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), 1, file) == 1
      && fflush (file) == 0)
    photo = sem_decoder_decode_view (hands->decoder, fileno (file), what->id, &view, NULL, &error);
  if (!photo)
    g_error ("%s", error ? error->message : "no file");
  fclose (file);
  return photo;
}

static void
alter_task (gsize task, gpointer data)
{
  Job *job = data;
  const gsize query = task / job->n_alterations;
  const guint alteration = task % job->n_alterations;
  Hands *hands = g_async_queue_pop (job->hands);
  g_autoptr (SemDecodedPhoto) photo = make_picture (job, hands, query, alteration);
  g_autofree float *best = g_new (float, N_GROUPS * job->paths->len);
  g_autofree float *features = g_new (float, MAX_WINDOWS *DIM);
  Looking looking = { job,
                      hands,
                      { g_bytes_get_data (photo->colour, NULL), photo->colour_width,
                        photo->colour_height, (gsize) photo->colour_width * 3 },
                      features,
                      0 };
  double seconds[N_GROUPS], map_672;
  guint n[N_GROUPS];

  map_672 = thread_seconds ();
  forward_map (&looking, hands->map_672, 672);
  map_672 = thread_seconds () - map_672;
  for (guint g = 0; g < N_GROUPS; g++)
    {
      seconds[g] = thread_seconds ();
      look (&looking, g);
      seconds[g] = thread_seconds () - seconds[g];
      n[g] = looking.n;
      for (guint p = 0; p < job->paths->len; p++)
        best[(gsize) g * job->paths->len + p] = -1;
      for (guint w = 0; w < looking.n; w++)
        {
          centre (job->mean, features + (gsize) w * DIM);
          for (guint p = 0; p < job->paths->len; p++)
            keep_best (&best[(gsize) g * job->paths->len + p],
                       dot (features + (gsize) w * DIM, job->features + (gsize) p * DIM));
        }
    }
  seconds[POOLED_THIRDS_672] += map_672;
  judge_sets (job, query, alteration, best);
  windows_judge_reverse (job, query, alteration, photo, hands);
  g_mutex_lock (&job->mutex);
  for (guint g = 0; g < N_GROUPS; g++)
    {
      job->seconds[g] += seconds[g];
      job->n_windows[g] += n[g];
    }
  g_mutex_unlock (&job->mutex);
  g_async_queue_push (job->hands, hands);
}

static void
run (Job *job, gsize n, SemTaskFunc task)
{
  SemWork work;

  sem_work_init (&work, 0, NULL);
  if (!sem_work_parallel (&work, n, task, job))
    g_error ("cancelled");
}

static void
print_table (const Job *job, const guint8 *ranks, guint n_ways)
{
  for (guint w = 0; w < n_ways; w++)
    {
      double all[2] = { 0, 0 };

      printf ("| ");
      if (n_ways == G_N_ELEMENTS (sets))
        for (guint g = 0; g < N_GROUPS; g++)
          if (sets[w] >> g & 1)
            printf ("%s%s", g ? ", " : "", group_names[g]);
      if (n_ways != G_N_ELEMENTS (sets))
        printf ("%s", reverse_names[w]);
      for (guint a = 0; a < job->n_alterations; a++)
        {
          guint counts[3] = { 0 };

          for (guint q = 0; q < job->n_asking; q++)
            counts[ranks[((gsize) q * job->n_alterations + a) * n_ways + w]]++;
          printf (" | %.2f %.2f", (double) counts[0] / job->n_asking,
                  (double) (counts[0] + counts[1]) / job->n_asking);
          all[0] += (double) counts[0] / job->n_asking / job->n_alterations;
          all[1] += (double) (counts[0] + counts[1]) / job->n_asking / job->n_alterations;
        }
      printf (" | %.3f %.3f |\n", all[0], all[1]);
    }
}

static void
make_hands (Job *job)
{
  job->hands = g_async_queue_new ();
  for (guint i = 0; i < MAX_THREADS; i++)
    {
      Hands *hands = g_new (Hands, 1);

      *hands = (Hands){
        sem_decoder_new (NULL),
        sem_backbone_workspace_new (job->backbone),
        sem_backbone_map_new (job->backbone, 224),
        sem_backbone_map_new (job->backbone, 448),
        sem_backbone_map_new (job->backbone, 672),
      };
      g_async_queue_push (job->hands, hands);
    }
}

static void
take_photos (Job *job, char **folders, int n_folders)
{
  job->paths = g_ptr_array_new_with_free_func (g_free);
  for (int i = 0; i < n_folders; i++)
    list_photos (folders[i], job->paths);
  g_ptr_array_set_size (job->paths, MIN ((int) job->paths->len, max_photos));
  job->n_asking = MIN ((guint) n_queries, job->paths->len);
}

static void
take_alterations (Job *job)
{
  guint n_all;
  const SemAlteration *all = sem_alteration_list (&n_all);

  job->maker = sem_altered_maker_new ();
  job->alterations = g_new (const SemAlteration *, n_all);
  for (guint i = 0; i < n_all; i++)
    for (guint j = 0; j < G_N_ELEMENTS (inside); j++)
      if (g_str_equal (all[i].id, inside[j]))
        job->alterations[job->n_alterations++] = &all[i];
}

static void
describe (Job *job)
{
  double sums[DIM] = { 0 };

  job->features = g_new (float, (gsize) job->paths->len *DIM);
  run (job, job->paths->len, describe_task);
  for (guint p = 0; p < job->paths->len; p++)
    for (guint i = 0; i < DIM; i++)
      sums[i] += job->features[(gsize) p * DIM + i];
  for (guint i = 0; i < DIM; i++)
    job->mean[i] = (float) (sums[i] / job->paths->len);
  for (guint p = 0; p < job->paths->len; p++)
    centre (job->mean, job->features + (gsize) p * DIM);
}

static void
search (Job *job)
{
  const gsize n_altered = (gsize) job->n_asking * job->n_alterations;

  job->asks = g_new (float, (gsize) job->n_asking *N_ASKS *DIM);
  job->dct = g_new0 (guint64, job->n_asking);
  run (job, job->n_asking, windows_ask_task);
  job->reverse = g_new (float, (gsize) job->paths->len * job->n_asking * N_ASKS * N_STORED);
  job->dct_reverse = g_malloc ((gsize) job->paths->len * job->n_asking);
  run (job, job->paths->len, windows_reverse_task);
  job->ranks = g_malloc0 (n_altered * G_N_ELEMENTS (sets));
  job->reverse_ranks = g_malloc0 (n_altered * N_REVERSE);
  run (job, n_altered, alter_task);
}

static void
print_head (const Job *job, const char *title)
{
  printf ("\n| %s", title);
  for (guint a = 0; a < job->n_alterations; a++)
    printf (" | %s", job->alterations[a]->id);
  printf (" | mean |\n");
}

static void
print (const Job *job)
{
  const guint n_altered = job->n_asking * job->n_alterations;

  printf ("%u photos, %u queries\n", job->paths->len, job->n_asking);
  print_head (job, "windows");
  print_table (job, job->ranks, G_N_ELEMENTS (sets));
  for (guint g = 0; g < N_GROUPS; g++)
    printf ("%s: %.1f windows, %.1f ms\n", group_names[g], (double) job->n_windows[g] / n_altered,
            1000 * job->seconds[g] / n_altered);
  printf ("inner pictures of a stored photo: %.2f, %.2f ms\n",
          (double) job->n_inner / job->paths->len, 1000 * job->inner_seconds / job->paths->len);
  print_head (job, "reverse: the query in windows of the stored picture");
  print_table (job, job->reverse_ranks, N_REVERSE);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("QUERIES GALLERY…");
  g_autoptr (GError) error = NULL;
  Job job = { 0 };

  g_option_context_add_main_entries (context, options, NULL);
  if (g_option_context_parse (context, &argc, &argv, &error) && argc > 1)
    job.backbone = sem_backbone_new (NULL, &error);
  if (!job.backbone)
    {
      g_printerr ("bench-windows: %s\n", error ? error->message : "name folders of photos");
      return 1;
    }
  g_mutex_init (&job.mutex);
  make_hands (&job);
  take_photos (&job, argv + 1, argc - 1);
  take_alterations (&job);
  describe (&job);
  search (&job);
  print (&job);
  return 0;
}
