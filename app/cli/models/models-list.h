/* models-list.h - the list of the models of a library
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/cli.h"

G_BEGIN_DECLS

/* Prints all models, in text or JSON. FALSE with an error of the store. */
gboolean cli_models_print (const CliCommon *common, GError **error);

G_END_DECLS
