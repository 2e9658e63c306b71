/* network.h - one network that can describe the photos, for the window
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SemNetworkRow:
 * @name: for sem_library_use_network() and its like
 * @own: whether it is built in, or was trained from that
 * @title: what it says it is
 * @d: numbers of a description
 * @words: whether it takes words
 * @usable: whether the photos can be described by it
 * @active: whether it is in use
 * @relative: whether likeness by it is relative to the library
 * @rate: photos a second on this computer; 0 where that is not known
 * @n_photos: photos that it has described
 * @has_codes: whether there is a model of it, so that its quality can be measured
 * @finds: share of altered photos that find their source first, 0 to 1; negative where it was not
 *   measured
 * @keeps: share of its closest matches that its codes find; likewise
 *
 * What is known of a network.
 */
typedef struct
{
  const char *name;
  gboolean own;
  const char *title;
  guint d;
  gboolean words;
  gboolean usable;
  gboolean active;
  gboolean relative;
  double rate;
  guint n_photos;
  gboolean has_codes;
  double finds;
  double keeps;
} SemNetworkRow;

#define SEM_TYPE_NETWORK (sem_network_get_type ())

/**
 * SemNetwork:
 *
 * A network as it was when it was looked at. Immutable.
 */
G_DECLARE_FINAL_TYPE (SemNetwork, sem_network, SEM, NETWORK, GObject)

/* @row: copied. Returns: (transfer full) */
SemNetwork *sem_network_new (const SemNetworkRow *row) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer none): valid as long as @self */
const SemNetworkRow *sem_network_get_row (SemNetwork *self);

G_END_DECLS
