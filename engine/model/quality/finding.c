/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/model/quality/finding.h"

struct _SemFinding
{
  GObject parent_instance;

  SemPhoto *photo;
  char *words;
};

G_DEFINE_FINAL_TYPE (SemFinding, sem_finding, G_TYPE_OBJECT)

static void
sem_finding_finalize (GObject *object)
{
  SemFinding *self = SEM_FINDING (object);

  g_clear_object (&self->photo);
  g_free (self->words);

  G_OBJECT_CLASS (sem_finding_parent_class)->finalize (object);
}

static void
sem_finding_class_init (SemFindingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sem_finding_finalize;
}

static void
sem_finding_init (SemFinding *self)
{
}

SemFinding *
sem_finding_new (SemPhoto *photo, const char *words)
{
  SemFinding *self = g_object_new (SEM_TYPE_FINDING, NULL);

  self->photo = g_object_ref (photo);
  self->words = g_strdup (words);
  return self;
}

SemPhoto *
sem_finding_get_photo (SemFinding *self)
{
  g_return_val_if_fail (SEM_IS_FINDING (self), NULL);
  return self->photo;
}

const char *
sem_finding_get_words (SemFinding *self)
{
  g_return_val_if_fail (SEM_IS_FINDING (self), NULL);
  return self->words;
}
