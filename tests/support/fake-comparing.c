/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/compare/comparing.h"
#include "tests/support/fake-model.h"

#include <string.h>

/* Two files are alike by what their names share; two of one name are a copy. */
struct _SemComparing
{
  GObject parent_instance;

  guint wait; /* source, while it compares */
  gboolean known;
  gboolean proven;
  gboolean copies;
  GBytes *heat[2];
  SemPixels *difference;
  char *problem;
  char *paths[2];
};

static guint changed_signal;
static gboolean makes_copies;
static char *wanted_problem;

G_DEFINE_FINAL_TYPE (SemComparing, sem_comparing, G_TYPE_OBJECT)

void
sem_fake_comparing_set_copies (gboolean copies)
{
  makes_copies = copies;
}

void
sem_fake_comparing_set_problem (const char *sentence)
{
  g_free (wanted_problem);
  wanted_problem = g_strdup (sentence);
}

/* Hot in the upper left quarter of the first, and in the lower right one of the second. */
static GBytes *
make_heat (guint which)
{
  const guint side = SEM_COMPARING_HEAT_SIDE;
  guint8 *rgba = g_malloc0 ((gsize) side * side * 4);

  for (guint y = 0; y < side; y++)
    for (guint x = 0; x < side; x++)
      if (which == 0 ? MAX (x, y) >= side / 2 : MIN (x, y) < side / 2)
        rgba[((gsize) y * side + x) * 4 + 3] = 170;
  return g_bytes_new_take (rgba, (gsize) side * side * 4);
}

static SemPixels *
make_difference (void)
{
  SemPixels *pixels = g_new0 (SemPixels, 1);

  pixels->width = 64;
  pixels->height = 48;
  pixels->stride = (gsize) pixels->width * 3;
  pixels->bytes = g_bytes_new_take (g_malloc0 (pixels->stride * 48), pixels->stride * 48);
  return pixels;
}

static gboolean
know_cb (gpointer user_data)
{
  SemComparing *self = user_data;
  const gboolean more = !self->known && !wanted_problem;

  if (wanted_problem)
    self->problem = g_strdup (wanted_problem);
  else if (!self->known)
    for (guint i = 0; i < 2; i++)
      self->heat[i] = make_heat (i);
  else
    {
      self->proven = TRUE;
      self->difference = self->copies ? make_difference () : NULL;
    }
  self->known = !wanted_problem;
  if (!more)
    self->wait = 0;
  g_signal_emit (self, changed_signal, 0);
  return more;
}

static void
forget (SemComparing *self)
{
  g_clear_handle_id (&self->wait, g_source_remove);
  self->known = self->proven = FALSE;
  g_clear_pointer (&self->difference, sem_pixels_free);
  g_clear_pointer (&self->problem, g_free);
  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&self->heat[i], g_bytes_unref);
      g_clear_pointer (&self->paths[i], g_free);
    }
}

static void
sem_comparing_finalize (GObject *object)
{
  forget (SEM_COMPARING (object));
  G_OBJECT_CLASS (sem_comparing_parent_class)->finalize (object);
}

static void
sem_comparing_class_init (SemComparingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_comparing_finalize;
  changed_signal = g_signal_new ("changed", SEM_TYPE_COMPARING, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
sem_comparing_init (SemComparing *self)
{
}

SemComparing *
sem_comparing_new (SemLibrary *library)
{
  return g_object_new (SEM_TYPE_COMPARING, NULL);
}

void
sem_comparing_ask (SemComparing *self, GFile *first, GFile *second)
{
  forget (self);
  self->copies = makes_copies;
  self->paths[0] = g_file_get_basename (first);
  self->paths[1] = g_file_get_basename (second);
  self->wait = g_timeout_add (5, know_cb, self);
  g_signal_emit (self, changed_signal, 0);
}

void
sem_comparing_clear (SemComparing *self)
{
  forget (self);
  g_signal_emit (self, changed_signal, 0);
}

char *
sem_fake_comparing_dup_names (SemComparing *self)
{
  return g_strdup_printf ("%s %s", self->paths[0], self->paths[1]);
}

gboolean
sem_comparing_get_running (SemComparing *self)
{
  return self->wait != 0;
}

const char *
sem_comparing_get_problem (SemComparing *self)
{
  return self->problem;
}

gboolean
sem_comparing_get_known (SemComparing *self)
{
  return self->known;
}

double
sem_comparing_get_likeness (SemComparing *self)
{
  return self->known ? .62 : 0;
}

guint
sem_comparing_get_distance (SemComparing *self, guint *n_bits)
{
  *n_bits = self->known ? 256 : 0;
  return self->known ? 34 : 0;
}

const char *
sem_comparing_get_kind (SemComparing *self)
{
  return self->proven && self->copies ? "Crop" : NULL;
}

const char *
sem_comparing_get_sentence (SemComparing *self)
{
  return self->known ? "What is lit makes the two 62 % alike." : NULL;
}

GBytes *
sem_comparing_get_heat (SemComparing *self, guint which)
{
  return self->heat[which];
}

const SemPixels *
sem_comparing_get_difference (SemComparing *self)
{
  return self->difference;
}
