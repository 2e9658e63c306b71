/* hash-options.h - options of the methods that train in epochs
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/cli.h"
#include "engine/hash/models/hash-options.h"

G_BEGIN_DECLS

/* The options, as typed; %CLI_NO_NUMBER or %NULL if not given. */
typedef struct
{
  char *preset;
  char *start;
  char *lambda;
  char *distance;
  int k1;
  int k2;
  int epochs;
  gboolean stops;
} CliHashWords;

#define CLI_HASH_WORDS_NONE                                                                        \
  {                                                                                                \
    .k1 = CLI_NO_NUMBER, .k2 = CLI_NO_NUMBER, .epochs = CLI_NO_NUMBER                              \
  }

void cli_hash_words_clear (CliHashWords *words);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliHashWords, cli_hash_words_clear)

/* GOptionEntry items that fill in @words, a CliHashWords. */
/* clang-format off */
#define CLI_HASH_ENTRIES(words)                                                                    \
  { "preset", 0, 0, G_OPTION_ARG_STRING, &(words).preset,                                          \
    N_("Settings of ddh and bcdh: default for our own, or paper for the published ones"),          \
    N_("NAME") },                                                                                  \
  { "start", 0, 0, G_OPTION_ARG_STRING, &(words).start,                                            \
    N_("Initial values of ddh: random or itq"), N_("NAME") },                                      \
  { "lambda", 0, 0, G_OPTION_ARG_STRING, &(words).lambda,                                          \
    N_("Weight of the quantisation loss of ddh, for 10,000 photos"), N_("NUMBER") },               \
  { "k1", 0, 0, G_OPTION_ARG_INT, &(words).k1,                                                     \
    N_("Number of neighbours by which ddh compares two photos"), N_("N") },                        \
  { "k2", 0, 0, G_OPTION_ARG_INT, &(words).k2,                                                     \
    N_("Number of photos whose neighbours are similar for ddh"), N_("N") },                        \
  { "pair-distance", 0, 0, G_OPTION_ARG_STRING, &(words).distance,                                 \
    N_("What bcdh compares in a pair: outputs with the partner’s codes, or outputs"),      \
    N_("NAME") },                                                                                  \
  { "epochs", 0, 0, G_OPTION_ARG_INT, &(words).epochs,                                             \
    N_("Number of epochs"), N_("N") },                                                             \
  { "early-stop", 0, 0, G_OPTION_ARG_NONE, &(words).stops,                                         \
    N_("Stop ddh early, when its quality on held-out photos stops improving"), NULL }
/* clang-format on */

/* Whether an option that only ddh has was given; the preset is for bcdh as well. */
gboolean cli_hash_words_given (const CliHashWords *words);
/* Checks the options, and sets those that were given. Returns: %FALSE after printing an error; the
 * caller returns CLI_USAGE */
gboolean cli_hash_words_apply (const CliCommand *command,
                               const CliHashWords *words,
                               SemHashOptions *options);

G_END_DECLS
