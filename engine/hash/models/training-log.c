/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/hash/models/training-log.h"
#include "engine/base/language.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Little-endian: version; epochs: number, maximum, rate, pair loss, code loss, near one, quality;
 * optionally a comparison: before, after, overlap, depth, photos; the options in the order of
 * options_to_variant(). Version 1 has no options, and version 2, which is still written
 * where it suffices, none of BCDH,
 * and no places. */
#define QUALITY_TYPE "(dddddu)"
#define EPOCHS_TYPE "a(uuddddd)"
#define COMPARISON_TYPE "(" QUALITY_TYPE QUALITY_TYPE "duu)"
#define OPTIONS_TYPE_2 "(duduuuuu)"
#define OPTIONS_TYPE "(duduuuuuu)"
#define LOG_TYPE_1 "(u" EPOCHS_TYPE "m" COMPARISON_TYPE ")"
#define LOG_TYPE_2 "(u" EPOCHS_TYPE "m" COMPARISON_TYPE OPTIONS_TYPE_2 ")"
/* Whether it was learned from places; how many were asked for; both qualities; both lengths. */
#define PLACES_TYPE "(budddduu)"
#define LOG_TYPE "(u" EPOCHS_TYPE "m" COMPARISON_TYPE OPTIONS_TYPE PLACES_TYPE ")"
#define VERSION 3
/* Limit of the options that are counts; far above any in use. */
#define MAX_COUNT 1000000
/* Limit of the size of a stored log; far above that of any log. */
#define MAX_SIZE (1u << 20)

struct _SemTrainingLog
{
  GArray *epochs;
  gboolean compared;
  SemCodeComparison comparison;
  SemHashOptions options;
};

/* Comparing ------------------------------------------------------------------------------------ */

gboolean
sem_code_comparison_is_worse (const SemCodeComparison *self)
{
  gboolean by_places = self->learned_places && self->n_places > 0;
  double margin = by_places ? SEM_PLACE_COST : SEM_CODE_MARGIN;

  if (by_places && self->places_after.map < self->places_before.map - SEM_PLACE_MARGIN)
    return TRUE;
  return self->after.reach < self->before.reach - margin
         || self->after.lift < self->before.lift - margin;
}

/* Smaller differences of the correlation of bits are not worth a word. */
#define CORRELATION_MARGIN 0.02

/* With tenths if the shares differ and whole percents would not. */
static char *
format_share (double share, gboolean fine)
{
  /* Translators: shares, such as 97 % or 97.4 %. */
  return fine ? g_strdup_printf (_("%.1f %%"), share * 100)
              : g_strdup_printf (_("%.0f %%"), share * 100);
}

/* What learning kinds of photos costs, where it is much: bits that say the same twice. What it
 * gains only labels show. */
static char *
describe_correlation (const SemCodeComparison *self)
{
  double more = self->after.correlation - self->before.correlation;

  if (fabs (more) < CORRELATION_MARGIN)
    return NULL;
  return g_strdup_printf (
    more > 0
      ? _("Their bits repeat each other more (correlation %.2f, was %.2f), which is the price "
          "of bringing photos of a kind together.")
      : _("Their bits repeat each other less (correlation %.2f, was %.2f)."),
    self->after.correlation, self->before.correlation);
}

static char *
describe_lengths (const SemCodeComparison *self)
{
  if (self->bits_before == self->bits_after || self->bits_before == 0)
    return NULL;
  return g_strdup_printf (_("They are of %u bits instead of %u."), self->bits_after,
                          self->bits_before);
}

/* Which photos gain, and which lose. */
static char *
describe_places (const SemCodeComparison *self)
{
  double more = self->places_after.map - self->places_before.map;
  double others = self->after.reach - self->before.reach;
  g_autofree char *new_map = NULL, *old_map = NULL;

  if (self->n_places == 0)
    return NULL;
  new_map = format_share (self->places_after.map, FALSE);
  old_map = format_share (self->places_before.map, FALSE);
  if (more > SEM_PLACE_MARGIN && others < -SEM_CODE_MARGIN)
    /* Translators: two shares: "97 %" and "90 %". */
    return g_strdup_printf (_("Photos of places gain: other views of a place are found with a "
                              "precision of %s, was %s. Photos of other things lose a little."),
                            new_map, old_map);
  if (more > SEM_PLACE_MARGIN)
    return g_strdup_printf (_("Photos of places gain: other views of a place are found with a "
                              "precision of %s, was %s. Photos of other things lose nothing."),
                            new_map, old_map);
  if (more < -SEM_PLACE_MARGIN)
    return g_strdup_printf (_("Photos of places lose: other views of a place are found with a "
                              "precision of %s, was %s."),
                            new_map, old_map);
  return g_strdup_printf (_("Other views of a place are found as well as before (precision %s, "
                            "was %s)."),
                          new_map, old_map);
}

char *
sem_code_comparison_describe (const SemCodeComparison *self)
{
  double after = self->after.reach, before = self->before.reach;
  gboolean fine = fabs (after - before) < 0.015 && fabs (after - before) >= 0.0005;
  g_autofree char *new_share = format_share (after, fine);
  g_autofree char *old_share = format_share (before, fine);

  /* Translators: two shares: "97 %" and "95 %". */
  char *text = g_strdup_printf (
    _("New codes find %s of each photo’s closest matches; the current codes find %s."), new_share,
    old_share);
  char *more[] = { describe_lengths (self), describe_places (self), describe_correlation (self) };

  for (guint i = 0; i < G_N_ELEMENTS (more); i++)
    {
      g_autofree char *before_it = text;

      text = sem_language_join (text, more[i]);
      g_free (more[i]);
    }
  return text;
}

/* The log -------------------------------------------------------------------------------------- */

SemTrainingLog *
sem_training_log_new (void)
{
  SemTrainingLog *self = g_new0 (SemTrainingLog, 1);

  self->epochs = g_array_new (FALSE, FALSE, sizeof (SemHashEpoch));
  sem_hash_options_init (&self->options);
  return self;
}

void
sem_training_log_free (SemTrainingLog *self)
{
  if (!self)
    return;
  g_array_unref (self->epochs);
  g_free (self);
}

static void
thin_out (GArray *epochs)
{
  for (guint i = 0; i < epochs->len / 2; i++)
    g_array_index (epochs, SemHashEpoch, i) = g_array_index (epochs, SemHashEpoch, 2 * i + 1);
  g_array_set_size (epochs, epochs->len / 2);
}

void
sem_training_log_add (SemTrainingLog *self, const SemHashEpoch *epoch)
{
  g_return_if_fail (self != NULL && epoch != NULL);

  if (self->epochs->len == SEM_TRAINING_LOG_EPOCHS)
    thin_out (self->epochs);
  g_array_append_vals (self->epochs, epoch, 1);
}

guint
sem_training_log_get_n_epochs (SemTrainingLog *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->epochs->len;
}

const SemHashEpoch *
sem_training_log_get_epoch (SemTrainingLog *self, guint position)
{
  g_return_val_if_fail (self != NULL && position < self->epochs->len, NULL);

  return &g_array_index (self->epochs, SemHashEpoch, position);
}

void
sem_training_log_set_comparison (SemTrainingLog *self, const SemCodeComparison *comparison)
{
  g_return_if_fail (self != NULL && comparison != NULL);

  self->comparison = *comparison;
  self->compared = TRUE;
}

const SemCodeComparison *
sem_training_log_get_comparison (SemTrainingLog *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->compared ? &self->comparison : NULL;
}

static void
copy_options (SemHashOptions *to, const SemHashOptions *from)
{
  to->rho = from->rho;
  to->preset = from->preset;
  to->lambda = from->lambda;
  to->k1 = from->k1;
  to->k2 = from->k2;
  to->epochs = from->epochs;
  to->start = from->start;
  to->early_stop = from->early_stop;
  to->pair_distance = from->pair_distance;
}

void
sem_training_log_set_options (SemTrainingLog *self, const SemHashOptions *options)
{
  g_return_if_fail (self != NULL && options != NULL);

  copy_options (&self->options, options);
}

void
sem_training_log_get_options (SemTrainingLog *self, SemHashOptions *options)
{
  g_return_if_fail (self != NULL && options != NULL);

  copy_options (options, &self->options);
}

/* Bytes ---------------------------------------------------------------------------------------- */

static GVariant *
quality_to_variant (const SemCodeQuality *quality)
{
  return g_variant_new (QUALITY_TYPE, quality->reach, quality->lift, quality->imbalance,
                        quality->correlation, quality->unique, quality->n_dead);
}

static GVariant *
comparison_to_variant (SemTrainingLog *self)
{
  const SemCodeComparison *c = &self->comparison;
  GVariant *fields[] = {
    quality_to_variant (&c->before),    quality_to_variant (&c->after),
    g_variant_new_double (c->overlap),  g_variant_new_uint32 (c->depth),
    g_variant_new_uint32 (c->n_photos),
  };
  GVariant *tuple = g_variant_new_tuple (fields, G_N_ELEMENTS (fields));

  if (self->compared)
    return g_variant_new_maybe (NULL, tuple);
  g_variant_unref (g_variant_ref_sink (tuple));
  return g_variant_new_maybe (G_VARIANT_TYPE (COMPARISON_TYPE), NULL);
}

/* Whether version 2 holds everything. */
static gboolean
is_plain (SemTrainingLog *self)
{
  return self->options.pair_distance == SEM_PAIR_DISTANCE_CODES
         && (!self->compared
             || (!self->comparison.learned_places && self->comparison.n_places == 0
                 && self->comparison.bits_before == self->comparison.bits_after));
}

static GVariant *
places_to_variant (SemTrainingLog *self)
{
  const SemCodeComparison *c = &self->comparison;

  return g_variant_new (PLACES_TYPE, c->learned_places, c->n_places, c->places_before.map,
                        c->places_before.correlation, c->places_after.map,
                        c->places_after.correlation, c->bits_before, c->bits_after);
}

static GVariant *
options_to_variant (const SemHashOptions *o, gboolean plain)
{
  if (plain)
    return g_variant_new (OPTIONS_TYPE_2, o->rho, (guint32) o->preset, o->lambda, o->k1, o->k2,
                          o->epochs, (guint32) o->start, (guint32) o->early_stop);
  return g_variant_new (OPTIONS_TYPE, o->rho, (guint32) o->preset, o->lambda, o->k1, o->k2,
                        o->epochs, (guint32) o->start, (guint32) o->early_stop,
                        (guint32) o->pair_distance);
}

GBytes *
sem_training_log_to_bytes (SemTrainingLog *self)
{
  GVariant *tuple[5];
  GVariantBuilder epochs;
  g_autoptr (GVariant) variant = NULL;
  gboolean plain;
  gsize n = 0;

  g_return_val_if_fail (self != NULL, NULL);

  plain = is_plain (self);
  g_variant_builder_init (&epochs, G_VARIANT_TYPE (EPOCHS_TYPE));
  for (guint i = 0; i < self->epochs->len; i++)
    {
      const SemHashEpoch *e = sem_training_log_get_epoch (self, i);

      g_variant_builder_add (&epochs, "(uuddddd)", e->epoch, e->n_epochs, e->rate, e->pair_loss,
                             e->code_loss, e->near_one, e->quality);
    }
  tuple[n++] = g_variant_new_uint32 (plain ? 2 : VERSION);
  tuple[n++] = g_variant_builder_end (&epochs);
  tuple[n++] = comparison_to_variant (self);
  tuple[n++] = options_to_variant (&self->options, plain);
  if (!plain)
    tuple[n++] = places_to_variant (self);
  variant = g_variant_ref_sink (g_variant_new_tuple (tuple, n));
  if (G_BYTE_ORDER == G_BIG_ENDIAN)
    {
      GVariant *swapped = g_variant_byteswap (variant);

      g_variant_unref (variant);
      variant = swapped;
    }
  return g_variant_get_data_as_bytes (variant);
}

static gboolean
read_epochs (SemTrainingLog *self, GVariant *rows)
{
  gsize n = g_variant_n_children (rows);

  if (n > SEM_TRAINING_LOG_EPOCHS)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      SemHashEpoch e;

      g_variant_get_child (rows, i, "(uuddddd)", &e.epoch, &e.n_epochs, &e.rate, &e.pair_loss,
                           &e.code_loss, &e.near_one, &e.quality);
      if (!isfinite (e.rate) || !isfinite (e.pair_loss) || !isfinite (e.code_loss)
          || !(e.near_one >= 0.0 && e.near_one <= 1.0) || !(e.quality >= -1.0 && e.quality <= 1.0))
        return FALSE;
      sem_training_log_add (self, &e);
    }
  return TRUE;
}

static gboolean
read_quality (GVariant *variant, SemCodeQuality *q)
{
  g_variant_get (variant, QUALITY_TYPE, &q->reach, &q->lift, &q->imbalance, &q->correlation,
                 &q->unique, &q->n_dead);
  return q->reach >= 0.0 && q->reach <= 1.0 && isfinite (q->lift) && isfinite (q->imbalance)
         && isfinite (q->correlation) && isfinite (q->unique) && q->n_dead <= SEM_HASH_MAX_BITS;
}

static gboolean
read_comparison (SemTrainingLog *self, GVariant *maybe)
{
  g_autoptr (GVariant) tuple = g_variant_get_maybe (maybe);
  g_autoptr (GVariant) before = NULL, after = NULL;
  SemCodeComparison c = { 0 };

  if (!tuple)
    return TRUE;
  g_variant_get (tuple, "(@" QUALITY_TYPE "@" QUALITY_TYPE "duu)", &before, &after, &c.overlap,
                 &c.depth, &c.n_photos);
  if (!read_quality (before, &c.before) || !read_quality (after, &c.after)
      || !(c.overlap >= 0.0 && c.overlap <= 1.0))
    return FALSE;
  sem_training_log_set_comparison (self, &c);
  return TRUE;
}

static gboolean
read_options (SemTrainingLog *self, GVariant *variant)
{
  guint32 preset, start, early_stop, distance = SEM_PAIR_DISTANCE_CODES;
  SemHashOptions o;

  if (g_variant_is_of_type (variant, G_VARIANT_TYPE (OPTIONS_TYPE_2)))
    g_variant_get (variant, OPTIONS_TYPE_2, &o.rho, &preset, &o.lambda, &o.k1, &o.k2, &o.epochs,
                   &start, &early_stop);
  else
    g_variant_get (variant, OPTIONS_TYPE, &o.rho, &preset, &o.lambda, &o.k1, &o.k2, &o.epochs,
                   &start, &early_stop, &distance);
  if (!isfinite (o.rho) || o.rho <= 0.0 || !isfinite (o.lambda) || o.k1 > MAX_COUNT
      || o.k2 > MAX_COUNT || o.epochs > MAX_COUNT || preset > SEM_HASH_PRESET_PAPER
      || start > SEM_HASH_START_ITQ || early_stop > SEM_HASH_ON
      || distance > SEM_PAIR_DISTANCE_OUTPUTS)
    return FALSE;
  o.preset = (SemHashPreset) preset;
  o.start = (SemHashStart) start;
  o.early_stop = (SemHashSwitch) early_stop;
  o.pair_distance = (SemPairDistance) distance;
  copy_options (&self->options, &o);
  return TRUE;
}

static gboolean
is_place_quality (const SemPlaceQuality *quality)
{
  return quality->map >= 0.0 && quality->map <= 1.0 && quality->correlation >= -1.0
         && quality->correlation <= 1.0;
}

static gboolean
read_places (SemTrainingLog *self, GVariant *variant)
{
  SemCodeComparison *c = &self->comparison;

  g_variant_get (variant, PLACES_TYPE, &c->learned_places, &c->n_places, &c->places_before.map,
                 &c->places_before.correlation, &c->places_after.map, &c->places_after.correlation,
                 &c->bits_before, &c->bits_after);
  return is_place_quality (&c->places_before) && is_place_quality (&c->places_after)
         && c->bits_before <= SEM_HASH_MAX_BITS && c->bits_after <= SEM_HASH_MAX_BITS;
}

static gboolean
read_parts (SemTrainingLog *self, GVariant *variant)
{
  g_autoptr (GVariant) rows = g_variant_get_child_value (variant, 1);
  g_autoptr (GVariant) maybe = g_variant_get_child_value (variant, 2);
  g_autoptr (GVariant) options =
    g_variant_n_children (variant) > 3 ? g_variant_get_child_value (variant, 3) : NULL;
  g_autoptr (GVariant) places =
    g_variant_n_children (variant) > 4 ? g_variant_get_child_value (variant, 4) : NULL;

  return read_epochs (self, rows) && read_comparison (self, maybe)
         && (!options || read_options (self, options)) && (!places || read_places (self, places));
}

/* The version number, the first field in every version. */
static guint32
read_version (GBytes *bytes)
{
  guint32 version = 0;

  if (g_bytes_get_size (bytes) >= sizeof version)
    memcpy (&version, g_bytes_get_data (bytes, NULL), sizeof version);
  return GUINT32_FROM_LE (version);
}

static const GVariantType *
find_type (guint32 version)
{
  if (version == 1)
    return G_VARIANT_TYPE (LOG_TYPE_1);
  return version == 2 ? G_VARIANT_TYPE (LOG_TYPE_2) : G_VARIANT_TYPE (LOG_TYPE);
}

/* GVariant checks the sizes; data that is not in normal form is rejected. */
SemTrainingLog *
sem_training_log_new_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (SemTrainingLog) self = sem_training_log_new ();
  g_autoptr (GVariant) variant = NULL;
  guint32 version = read_version (bytes);
  gboolean ok = g_bytes_get_size (bytes) <= MAX_SIZE && version >= 1 && version <= VERSION;

  if (ok)
    {
      variant = g_variant_ref_sink (g_variant_new_from_bytes (find_type (version), bytes, FALSE));
      ok = g_variant_is_normal_form (variant);
    }
  if (ok && G_BYTE_ORDER == G_BIG_ENDIAN)
    {
      GVariant *swapped = g_variant_byteswap (variant);

      g_variant_unref (variant);
      variant = swapped;
    }
  if (ok && read_parts (self, variant))
    return g_steal_pointer (&self);
  g_set_error_literal (error, SEM_ERROR, SEM_ERROR_DAMAGED,
                       _("The training log of this model is damaged. The model still works: "
                         "nothing needs to be done."));
  return NULL;
}
