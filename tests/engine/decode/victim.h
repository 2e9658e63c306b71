/* victim.h - what a worker that was taken over could harm
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Victim:
 * @folder: everything lies in it
 * @photo: descriptor of the file that the worker gets, open for reading only
 * @tcp: a socket that listens, on @port
 * @bus, @abstract: sockets that listen, at the path "bus" and at an abstract name
 * @free_port: a port that nobody listens on
 * @value: 0; what is to be written over
 *
 * Files, sockets and memory of a user, which are checked from outside the worker.
 */
typedef struct
{
  char *folder;
  int photo;
  int tcp;
  int bus;
  int abstract;
  char *abstract_name;
  guint port;
  guint free_port;
  volatile int value;
} Victim;

void victim_init (Victim *self);
void victim_clear (Victim *self);

/* The photo's bytes are what it tells a hostile worker to do. */
void victim_set_orders (Victim *self, const char *attack);

/* (transfer full): the target of an attack, for its second line. */
char *victim_get_target (const Victim *self, const char *attack);

/* (nullable) (transfer full): what has been harmed; NULL for nothing. */
char *victim_find_harm (Victim *self);

/* Whether any process is left that a worker has started; waits for it to end for a second. To be
 * called when no worker runs, after victim_init(). */
gboolean victim_has_survivors (void);

G_END_DECLS
