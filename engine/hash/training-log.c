/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/hash/training-log.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Little-endian: version; epochs, their passes, rate, pair loss, code loss, near one, quality; and
 * perhaps a comparison: before, after, overlap, depth, photos. */
#define QUALITY_TYPE "(dddddu)"
#define LOG_TYPE "(ua(uuddddd)m(" QUALITY_TYPE QUALITY_TYPE "duu))"
#define VERSION 1
/* Far more than any log is; less than a damaged file may claim. */
#define MAX_SIZE (1u << 20)

struct _SemTrainingLog
{
  GArray *epochs;
  gboolean compared;
  SemCodeComparison comparison;
};

/* Comparing ------------------------------------------------------------------------------------ */

gboolean
sem_code_comparison_is_worse (const SemCodeComparison *self)
{
  return self->after.reach < self->before.reach - SEM_CODE_MARGIN
         || self->after.lift < self->before.lift - SEM_CODE_MARGIN;
}

/* In tenths where whole percents would be equal and the shares are not. */
static char *
format_share (double share, gboolean fine)
{
  /* Translators: shares, such as 97 % or 97.4 %. */
  return fine ? g_strdup_printf (_("%.1f %%"), share * 100)
              : g_strdup_printf (_("%.0f %%"), share * 100);
}

char *
sem_code_comparison_describe (const SemCodeComparison *self)
{
  double after = self->after.reach, before = self->before.reach;
  gboolean fine = fabs (after - before) < 0.015 && fabs (after - before) >= 0.0005;
  g_autofree char *new_share = format_share (after, fine);
  g_autofree char *old_share = format_share (before, fine);

  /* Translators: two shares: "97 %" and "95 %". */
  return g_strdup_printf (_("They keep %s of each photo's nearest in reach, the old ones %s."),
                          new_share, old_share);
}

/* The log -------------------------------------------------------------------------------------- */

SemTrainingLog *
sem_training_log_new (void)
{
  SemTrainingLog *self = g_new0 (SemTrainingLog, 1);

  self->epochs = g_array_new (FALSE, FALSE, sizeof (SemHashEpoch));
  return self;
}

void
sem_training_log_free (SemTrainingLog *self)
{
  if (self == NULL)
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
    quality_to_variant (&c->before), quality_to_variant (&c->after),
    g_variant_new_double (c->overlap), g_variant_new_uint32 (c->depth),
    g_variant_new_uint32 (c->n_photos),
  };
  GVariant *tuple = g_variant_new_tuple (fields, G_N_ELEMENTS (fields));

  if (self->compared)
    return g_variant_new_maybe (NULL, tuple);
  g_variant_unref (g_variant_ref_sink (tuple));
  return g_variant_new_maybe (G_VARIANT_TYPE ("(" QUALITY_TYPE QUALITY_TYPE "duu)"), NULL);
}

GBytes *
sem_training_log_to_bytes (SemTrainingLog *self)
{
  GVariantBuilder epochs;
  g_autoptr (GVariant) variant = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  g_variant_builder_init (&epochs, G_VARIANT_TYPE ("a(uuddddd)"));
  for (guint i = 0; i < self->epochs->len; i++)
    {
      const SemHashEpoch *e = sem_training_log_get_epoch (self, i);

      g_variant_builder_add (&epochs, "(uuddddd)", e->epoch, e->n_epochs, e->rate, e->pair_loss,
                             e->code_loss, e->near_one, e->quality);
    }
  variant = g_variant_ref_sink (g_variant_new ("(u@a(uuddddd)@m(" QUALITY_TYPE QUALITY_TYPE "duu))",
                                               VERSION, g_variant_builder_end (&epochs),
                                               comparison_to_variant (self)));
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
  SemCodeComparison c;

  if (tuple == NULL)
    return TRUE;
  g_variant_get (tuple, "(@" QUALITY_TYPE "@" QUALITY_TYPE "duu)", &before, &after, &c.overlap,
                 &c.depth, &c.n_photos);
  if (!read_quality (before, &c.before) || !read_quality (after, &c.after)
      || !(c.overlap >= 0.0 && c.overlap <= 1.0))
    return FALSE;
  sem_training_log_set_comparison (self, &c);
  return TRUE;
}

/* GVariant checks the sizes: what is not in its normal form is refused as a whole. */
SemTrainingLog *
sem_training_log_new_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (SemTrainingLog) self = sem_training_log_new ();
  g_autoptr (GVariant) variant = NULL, rows = NULL, maybe = NULL;
  gboolean ok = g_bytes_get_size (bytes) <= MAX_SIZE;
  guint version = 0;

  if (ok)
    {
      variant = g_variant_ref_sink (
        g_variant_new_from_bytes (G_VARIANT_TYPE (LOG_TYPE), bytes, FALSE));
      ok = g_variant_is_normal_form (variant);
    }
  if (ok && G_BYTE_ORDER == G_BIG_ENDIAN)
    {
      GVariant *swapped = g_variant_byteswap (variant);

      g_variant_unref (variant);
      variant = swapped;
    }
  if (ok)
    g_variant_get (variant, "(u@a(uuddddd)@m(" QUALITY_TYPE QUALITY_TYPE "duu))", &version, &rows,
                   &maybe);
  if (ok && version == VERSION && read_epochs (self, rows) && read_comparison (self, maybe))
    return g_steal_pointer (&self);
  g_set_error_literal (error, SEM_ERROR, SEM_ERROR_DAMAGED,
                       _("What training told of these codes is damaged. The codes themselves are "
                         "not: nothing needs to be done."));
  return NULL;
}
