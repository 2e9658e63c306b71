/* network-facts.h - the networks that can describe a library, with their speed and quality
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/store/store.h"

G_BEGIN_DECLS

/* The name of the network that is built in, where programs of the user's own have theirs. */
#define SEM_NETWORK_OWN "default"

/**
 * SemNetworkFacts:
 * @name: %SEM_NETWORK_OWN, or that of a program; @id for one that was trained on the photos
 * @id: of its features, see sem_backbone_get_id()
 * @title: what it says it is; a translated sentence where the program is not known here
 * @command: (nullable): of a program
 * @d: numbers of a feature
 * @side: of the pictures that it gets, in pixels
 * @words: whether it takes words
 * @usable: whether the library can be described by it: not one that was trained on the library's
 *   photos, which is in use with a model of its own, nor a program that is not known here
 * @active: whether the active model is of its features
 * @relative: whether likeness by it is relative to the library
 * @rate: pictures a second on this computer; 0 where that is not known
 * @photos: visible photos that have a feature of it
 * @model: the row of its model that is active, or was last; 0 where there is none
 * @finds: share of altered photos that find their source first, 0 to 1, a mean over the alterations
 *   (SEM_INSPECT_FIRST); negative where @model was not measured
 * @keeps: share of the closest matches that its codes find (SEM_INSPECT_REACH); likewise
 */
typedef struct
{
  char *name;
  char *id;
  char *title;
  char *command;
  guint d;
  guint side;
  gboolean words;
  gboolean usable;
  gboolean active;
  gboolean relative;
  double rate;
  gint64 photos;
  gint64 model;
  double finds;
  double keeps;
} SemNetworkFacts;

void sem_network_facts_free (SemNetworkFacts *self);

/**
 * sem_network_facts_list:
 * @library: (type filename): it need not be there
 *
 * Looks at the library and at the user's programs, and times our own network. Blocks for some
 * tenths of a second.
 *
 * Returns: (transfer full) (element-type SemNetworkFacts): our own network, one that was trained on
 *   the photos where it is in use, the user's programs by name, and a program in use that is not
 *   known here; NULL with SEM_ERROR_DAMAGED, or an error of the store
 */
GPtrArray *sem_network_facts_list (const char *library, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_network_facts_measure:
 * @library: (type filename): the library
 * @name: as of SemNetworkFacts
 * @progress: (nullable)
 *
 * Times a program again, and has sem_inspect_library() measure the model of the network, where it
 * has one. Blocks.
 *
 * Returns: FALSE with SEM_ERROR_NOT_FOUND, SEM_ERROR_NO_PROGRAM, an error of sem_inspect_library(),
 *   or G_IO_ERROR_CANCELLED
 */
gboolean sem_network_facts_measure (const char *library,
                                    const char *name,
                                    const SemProgress *progress,
                                    GError **error);

G_END_DECLS
