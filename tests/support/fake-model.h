/* fake-model.h - a model without an engine, for tests of the window
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/archive/archive-asking.h"
#include "engine/model/checkup/checkup.h"
#include "engine/model/compare/comparing.h"
#include "engine/model/duplicates/duplicate-finder.h"
#include "engine/model/map/map.h"
#include "engine/model/networks/networks.h"
#include "engine/model/quality/inspector.h"
#include "engine/model/quality/label-inspector.h"
#include "engine/model/quality/model-pair.h"
#include "engine/model/quality/scene-figures.h"
#include "engine/model/quality/strips.h"
#include "engine/model/setup/weights-setup.h"
#include "engine/model/library.h"

G_BEGIN_DECLS

/*
 * Implements the headers of engine/model/ without an engine. A test sets every state and reads
 * which functions the window called. Asynchronous functions return in a later iteration of the main
 * loop, as the real ones do.
 *
 * Photo i has the hue (37 i) mod 360 and a picture in it, of 64 × 48 pixels, or 48 × 64
 * where the hue is odd. A search orders the
 * photos by the distance of their hues on the circle: that many bits of 256.
 */

/* Appends @n photos. */
void sem_fake_library_add_photos (SemLibrary *self, guint n);
void sem_fake_library_set_state (SemLibrary *self,
                                 SemLibraryState state,
                                 double progress,
                                 const char *status);
void sem_fake_library_add_folder (SemLibrary *self,
                                  const char *path,
                                  guint n_photos,
                                  SemFolderPresence presence);
/* One that is offline, and whose photos are below @place. */
void sem_fake_library_add_moved_folder (SemLibrary *self,
                                        const char *path,
                                        guint n_photos,
                                        const char *place);
void sem_fake_library_add_problem (SemLibrary *self, const char *path, const char *reason);

/* What sem_library_get_jobs() lists. */
void sem_fake_library_add_job (SemLibrary *self, SemBackgroundJob *job);
void sem_fake_library_remove_job (SemLibrary *self, guint position);
/* The size of the cache that was set last, in bytes. */
guint64 sem_fake_library_get_cache (SemLibrary *self);

/* @training: whether a requested training runs or is queued. */
void sem_fake_library_set_training (SemLibrary *self, gboolean training);
/* @codes: (nullable) (transfer full) */
void sem_fake_library_set_codes (SemLibrary *self, SemCodes *codes);
/* @offer: (nullable) (transfer full) */
void sem_fake_library_set_offer (SemLibrary *self, SemCodes *offer);
/* Appends a model to those of sem_library_get_models(). */
void sem_fake_library_add_model (SemLibrary *self, const SemCodesRow *row);
/* Returns: (transfer full): codes without epochs. */
SemCodes *sem_fake_codes_new (gint64 id, const char *method, guint n_bits, const char *comparison);
void sem_fake_library_add_epoch (SemLibrary *self,
                                 guint total,
                                 double pair_loss,
                                 double code_loss,
                                 double quality);

/* Appends a network, or replaces the one of the same name. */
void sem_fake_networks_put (SemNetworks *self, const SemNetworkRow *row);
/* Ends measuring one. @problem: (nullable) */
void sem_fake_networks_end (SemNetworks *self, const char *problem);
/* @name: (nullable): of the network that photos are being described by */
void sem_fake_library_set_coming_network (SemLibrary *self, const char *name);

/* @sentence: (nullable): the error of all later searches, or %NULL to let them succeed. */
void sem_fake_library_set_search_error (SemLibrary *self, const char *sentence);
/* @hold: whether searches wait until this is called with %FALSE. */
void sem_fake_library_hold_searches (SemLibrary *self, gboolean hold);
/* @nothing: whether later searches find no photo, as where none is above chance. */
void sem_fake_library_find_nothing (SemLibrary *self, gboolean nothing);
/* The same as holding searches, of proofs: hits nearer than 8 turn out to be mirrored, and the
 * sixth to be a crop, which moves to the front, before the others. */
void sem_fake_library_hold_proofs (SemLibrary *self, gboolean hold);

/* Returns: (transfer full): the functions that were called since the last call, as "index train".
 */
char *sem_fake_library_steal_calls (SemLibrary *self) G_GNUC_WARN_UNUSED_RESULT;

/* How often the window asked what other programs have changed. */
guint sem_fake_library_get_n_looks (SemLibrary *self);

/* Number of thumbnails that are being loaded, and of all loads that were cancelled. */
guint sem_fake_get_n_loading (void);
/* Larger thumbnails that were asked for. */
guint sem_fake_get_n_sharp (void);
guint sem_fake_get_n_cancelled (void);

/* For the viewer photos are 4000 × 3000 pixels. Returns: (transfer full): the loads of pictures
 * since the last call, as "now:photo-001.jpg ahead:photo-002.jpg part:photo-001.jpg" */
char *sem_fake_steal_loads (void) G_GNUC_WARN_UNUSED_RESULT;
/* Its file has another place now. */
void sem_fake_photo_move (SemPhoto *self, const char *path);
/* @sentence: (nullable) (type utf8): a static one: why all later searches for more, or again, fail;
 * %NULL to let them succeed. */
void sem_fake_set_refining_fails (const char *sentence);
/* @fail: whether later loads of pictures fail, and moves to the trash */
void sem_fake_set_pictures_fail (gboolean fail);
/* Returns: (transfer full): the moves since the last call, as "put:photo-001.jpg" */
char *sem_fake_steal_moves (void) G_GNUC_WARN_UNUSED_RESULT;
/* How many hits of later searches are above chance: all by default, and for %G_MAXUINT. */
void sem_fake_set_n_above (guint n);

/* @found: whether later proofs find copies, as by default. */
void sem_fake_set_copies (gboolean found);

/* Ends the measuring with a line of three points and a heat map of 2 × 2 cells. Behind a point of
 * the line are as many photos as its number, from 0. Three photos are found badly, two are hubs. */
void sem_fake_inspector_finish (SemInspector *self, const char *verdict, gboolean healthy);
/* Ends it without figures. */
void sem_fake_inspector_fail (SemInspector *self, const char *problem);

/* Ends measuring with folders as classes, with a heat map of 2 × 2 cells that is not symmetric, or
 * with a problem. @summary, @problem: (nullable) */
void sem_fake_labels_finish (SemLabelInspector *self, const char *summary, const char *problem);
/* Returns: (transfer full) (nullable): what was asked for since the last call, as "methods 1" */
char *sem_fake_labels_steal_asked (SemLabelInspector *self) G_GNUC_WARN_UNUSED_RESULT;

/* Ends measuring two models, whose reach is then their row in percent, or with a problem.
 * @problem: (nullable) */
void sem_fake_pair_finish (SemModelPair *self, const char *problem);

/* Ends reading scenes: two, the second without a shape, with a figure of two bars and a space with
 * three eyes, and one pair; or none. @summary: (nullable) */
void sem_fake_scenes_finish (SemSceneFigures *self, const char *summary);

/* Ends looking, or a repair, with two findings, and a third one that is wrong unless @healthy. */
void sem_fake_checkup_finish (SemCheckup *self, gboolean healthy, gboolean repairable);
void sem_fake_checkup_fail (SemCheckup *self, const char *problem);
void sem_fake_checkup_set_progress (SemCheckup *self, double progress);

/* The weights are there until this says otherwise. @problem: (nullable) */
void sem_fake_weights_set (SemWeightsSetup *self,
                           SemWeightsState state,
                           double progress,
                           const char *problem);
/* How often they were got. */
guint sem_fake_weights_get_n_calls (SemWeightsSetup *self);

/* How many libraries were made and not closed. */
guint sem_fake_library_count_open (void);

/* The move of the library that runs: (transfer full) (nullable) (type filename): where to; how far
 * it is; and its end, with why it failed, or NULL. */
char *sem_fake_library_move_dup_folder (void) G_GNUC_WARN_UNUSED_RESULT;
void sem_fake_library_move_set_progress (double progress);
void sem_fake_library_move_end (const char *sentence);

/* Ends the sorting with a map of the photos @n - 1 to 0 in four columns, or with a sentence. */
void sem_fake_map_finish (SemMap *self, guint n);
void sem_fake_map_fail (SemMap *self, const char *problem);

/* Shows groups such as "copy!1,2,3 same!4,5 maybe?6,7 burst?8,9 pair?10,11", of the numbers of
 * photos; the first of one with ! is suggested to be kept. The second function ends the looking as
 * well, and the third without any. */
void sem_fake_duplicates_show (SemDuplicateFinder *self, const char *text);
void sem_fake_duplicates_finish (SemDuplicateFinder *self, const char *text);
void sem_fake_duplicates_fail (SemDuplicateFinder *self, const char *problem);
/* Returns: the first photo of the group that is looked at; 0 for none */
gint64 sem_fake_duplicates_get_looked_at (SemDuplicateFinder *self);

/* @hold: whether comparing with all photos waits until this is called with %FALSE. By features the
 * photos are in the order of their hues; codes put the first of them at place 15, and a search
 * loses the tenth. An error of searches is one of this too. */
void sem_fake_strips_hold (gboolean hold);

/* The hue of photo @id, 0 to 359. */
guint sem_fake_get_hue (gint64 id);

/* Whether photos that are compared from now on turn out to be copies. */
void sem_fake_comparing_set_copies (gboolean copies);
/* @sentence: (nullable): why all later comparisons fail; %NULL to let them succeed. */
void sem_fake_comparing_set_problem (const char *sentence);
/* Whether archives can be asked, as from the start; for windows that are made afterwards. */
void sem_fake_archive_set_supported (gboolean supported);
/* Later searches of archives end with @n hits of which @n_above are above chance, and with
 * @n_missing of three servers missing; the first hit has a file at @file (nullable) and the same
 * bytes. With @problem (nullable) they fail. */
void sem_fake_archive_answer (guint n, guint n_above, guint n_missing, const char *file);
void sem_fake_archive_set_problem (const char *problem);
/* Whether searches of archives are answered at all; from the start they are. */
void sem_fake_archive_hold (gboolean hold);
/* Returns: (transfer full): what archives were asked since the last call, as "uri title|…". */
char *sem_fake_archive_steal_asked (void) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full): the names of the files that are compared. */
char *sem_fake_comparing_dup_names (SemComparing *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
