/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes a training set with scenes and the outputs of ITQ and of a few epochs of BCDH for
 * check-bcdh.py: n, d, bits, epochs and pairs (32-bit unsigned), the pairs (a, b, shared), each
 * photo's scene (signed) and points, then the features (n, d) and the outputs (n, bits) of ITQ and
 * BCDH, 32-bit floats. The scenes have so few photos that every step contains all of them.
 */

#include "tests/engine/hash/fixture.h"

#include <stdio.h>

#define N 90
#define D 16
#define BITS 16
#define PASSES 6
#define SCENES 3
#define PER_SCENE 5

static SemScenes *
make_scenes (void)
{
  SemScenes *scenes = sem_scenes_new (N);

  scenes->n_scenes = SCENES;
  for (guint32 i = 0; i < SCENES * PER_SCENE; i++)
    {
      scenes->scene[i] = (gint32) (i / PER_SCENE);
      scenes->points[i] = 40 + i;
      for (guint32 j = i + 1; j < i + 4 && j / PER_SCENE == i / PER_SCENE; j++)
        {
          SemScenePair pair = { i, j, 40 - 10 * (j - i) + i % 3, 1.0f };

          g_array_append_val (scenes->pairs, pair);
        }
    }
  sem_scenes_sort (scenes);
  return scenes;
}

static void
write_scenes (const SemScenes *scenes, FILE *file)
{
  for (guint p = 0; p < scenes->pairs->len; p++)
    {
      const SemScenePair *pair = &g_array_index (scenes->pairs, SemScenePair, p);

      fwrite ((guint32[]){ pair->a, pair->b, pair->shared }, sizeof (guint32), 3, file);
    }
  fwrite (scenes->scene, sizeof *scenes->scene, N, file);
  fwrite (scenes->points, sizeof *scenes->points, N, file);
}

static gboolean
write_outputs (const SemHashOptions *options, const float *features, FILE *file)
{
  g_autofree float *outputs = g_new (float, N *BITS);
  g_autoptr (SemHashModel) model = sem_hash_train (options, features, N, D, NULL, NULL);

  if (!model)
    return FALSE;
  sem_hash_model_encode (model, features, N, NULL, outputs);
  return fwrite (outputs, sizeof *outputs, N * BITS, file) == N * BITS;
}

int
main (int argc, char **argv)
{
  g_autofree float *features = fixture_clusters (N, D, N, 0.0, 12);
  g_autoptr (SemScenes) scenes = make_scenes ();
  SemHashOptions options;
  gboolean written;
  FILE *file;

  if (argc != 2 || !(file = fopen (argv[1], "wb")))
    return 1;
  fwrite ((guint32[]){ N, D, BITS, PASSES, scenes->pairs->len }, sizeof (guint32), 5, file);
  write_scenes (scenes, file);
  fwrite (features, sizeof *features, N * D, file);
  sem_hash_options_init (&options);
  options.n_bits = BITS;
  options.epochs = PASSES;
  options.scenes = scenes;
  options.pair_distance = SEM_PAIR_DISTANCE_OUTPUTS;
  options.method = SEM_HASH_ITQ;
  written = write_outputs (&options, features, file);
  options.method = SEM_HASH_BCDH;
  written = written && write_outputs (&options, features, file);
  return fclose (file) == 0 && written ? 0 : 1;
}
