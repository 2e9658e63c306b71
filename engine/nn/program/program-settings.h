/* program-settings.h - the programs that describe pictures, as the user named them
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/error.h"

G_BEGIN_DECLS

/* Numbers of a feature and sides of a picture that a program may have. A feature has as many places
 * in a library as one of our own network: a program fills the first ones, or has its features
 * shortened to them, see sem_shorten(). */
#define SEM_PROGRAM_MIN_DIM 16
#define SEM_PROGRAM_MAX_DIM 4096
#define SEM_PROGRAM_MIN_SIDE 16
#define SEM_PROGRAM_MAX_SIDE 224
/* Seconds that a program may take until it is ready, and for an answer. */
#define SEM_PROGRAM_SECONDS 120
#define SEM_PROGRAM_MAX_SECONDS 3600

/**
 * SemProgramSettings:
 * @name: 1 to 40 of a-z, 0-9 and "-", a letter or digit first
 * @command: the program and its arguments, quoted as for a shell; no shell runs it
 * @folder: (type filename): the folder that it runs in
 * @side: of the pictures that it gets, in pixels
 * @d: numbers of a feature
 * @seconds: that it may take for an answer
 * @words: whether it describes words
 * @rate: pictures a second, when it was added; 0 where that is not known
 * @title: what it said it is
 *
 * They are kept in the user's configuration and never in a library: a library that somebody else
 * made cannot have a program run.
 */
typedef struct
{
  char *name;
  char *command;
  char *folder;
  guint side;
  guint d;
  guint seconds;
  gboolean words;
  double rate;
  char *title;
} SemProgramSettings;

SemProgramSettings *
sem_program_settings_copy (const SemProgramSettings *self) G_GNUC_WARN_UNUSED_RESULT;
/* @self: (nullable) */
void sem_program_settings_free (SemProgramSettings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemProgramSettings, sem_program_settings_free)

gboolean sem_program_name_is_valid (const char *name);

/* Returns: (transfer full): the id that features are filed under, "program-D-NAME-" and eight
 * digits of a hash of title, side and d: another network under the same name has another id */
char *sem_program_settings_get_id (const SemProgramSettings *self) G_GNUC_WARN_UNUSED_RESULT;
/* Whether an id is that of a program. @id: (nullable) */
gboolean sem_program_is_id (const char *id);
/* Returns: (transfer full) (nullable): the name in such an id */
char *sem_program_get_name_of_id (const char *id) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: numbers of a feature of such an id; 0 where it is none */
guint sem_program_get_dim_of_id (const char *id);

/* Returns: (transfer full) (element-type SemProgramSettings): all, by name; NULL with
 * SEM_ERROR_DAMAGED where the file cannot be read */
GPtrArray *sem_programs_list (GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: whether one of them describes words */
gboolean sem_programs_take_words (void);
/* Returns: (transfer full): NULL with SEM_ERROR_NOT_FOUND, which names those that there are */
SemProgramSettings *sem_programs_find (const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): NULL with SEM_ERROR_NO_PROGRAM where no program here has that id */
SemProgramSettings *sem_programs_find_id (const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Adds them, or replaces those of the same name. FALSE with SEM_ERROR_FAILED where the file cannot
 * be written. */
gboolean sem_programs_put (const SemProgramSettings *settings, GError **error);
/* FALSE as the above, or with SEM_ERROR_NOT_FOUND */
gboolean sem_programs_remove (const char *name, GError **error);

/* (transfer full) (type filename): where the reference of a backbone is kept that was measured
 * here; @id: of a program */
char *sem_program_get_reference_path (const char *id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
