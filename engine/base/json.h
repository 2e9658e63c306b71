/* json.h - parse JSON from outside
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * sem_json_parse:
 * @text: (array length=size): not trusted; need not end in a zero byte
 * @size: bytes
 * @max_depth: how many arrays and objects may lie in one another, 1 to 64
 * @error: (optional): return location; %SEM_ERROR_DAMAGED, or the parser's own error, whose message
 *   says at which line
 *
 * The parser of json-glib calls itself for each bracket, so that a text that nests deeply enough
 * exhausts the stack; and it knows more than JSON, such as comments, which can hide brackets from
 * whoever counts them. Here only JSON is accepted, of a bounded depth. Every text that was not made
 * by the program a moment ago is parsed by this function; `tests/lint` checks it.
 *
 * Returns: (transfer full) (nullable): the root, which holds a value, an array or an object, or
 *   %NULL with @error set. Thread-safe.
 */
JsonNode *sem_json_parse (const char *text, gsize size, guint max_depth, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
