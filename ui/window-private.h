/* window-private.h - shared by the window's source files
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ui/widgets/codes-bar.h"
#include "ui/jobs/awake.h"
#include "ui/jobs/job-ends.h"
#include "ui/jobs/progress-strip.h"
#include "ui/folder-removals.h"
#include "ui/intake.h"
#include "ui/library/moved-bar.h"
#include "ui/library/selection-bar.h"
#include "ui/library/sidebar.h"
#include "ui/library/undo.h"
#include "engine/model/duplicates/removal.h"
#include "engine/model/jobs/calm.h"
#include "engine/model/session.h"
#include "ui/asking/query-bar.h"
#include "ui/compare/compare-page.h"
#include "ui/duplicates/duplicates-page.h"
#include "ui/map/map-page.h"
#include "ui/models/learning-page.h"
#include "ui/pages/viewer.h"
#include "ui/quality/quality-page.h"
#include "ui/quality/strips-page.h"
#include "ui/region/region-page.h"
#include "ui/window.h"

G_BEGIN_DECLS

typedef enum
{
  SEM_CHOICE_ASK,
  SEM_CHOICE_ADD,
  SEM_CHOICE_LIBRARY,
  SEM_CHOICE_SCOPE,
} SemChoice;

struct _SemWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toast_overlay;
  GtkStack *pages;
  AdwLeaflet *leaflet;
  AdwFlap *frame;
  SemSidebar *sidebar;
  SemViewer *viewer;
  SemRegionPage *region_page;
  SemLearningPage *learning_page;
  GtkStack *content; /* the page of the sidebar's entry */
  SemLibraryPage *library_page;
  SemDuplicatesPage *duplicates_page;
  SemMapPage *map_page;
  SemQualityPage *quality_page;
  SemStripsPage *strips_page;
  SemComparePage *compare_page;
  SemResultsPage *results_page;
  SemSelectionBar *selection_bar;
  SemProgressStrip *strip;
  SemCalm *calm;
  SemJobEnds *ends;
  SemAwake *awake;
  SemCodesBar *codes_bar;
  SemMovedBar *moved_bar;
  guint folding; /* source: tells pages whether the frame is folded */
  GtkRevealer *searching;
  GtkRevealer *drop_hint;
  GtkWidget *drop_hint_add;
  GtkDropTarget *drop_target;

  SemLibrary *library;
  SemUndo *undo;
  GQueue batches; /* of window-trash.c, the first is carried out */
  SemFolderRemovals *removals;
  SemIntake *intake;
  gboolean adding; /* what the intake takes is added to the query */
  GtkFileChooserNative *chooser;
  SemChoice choice;           /* what is chosen for */
  GtkWidget *before_learning; /* each of these: the page to go back to */
  GtkWidget *before_strips;
  GtkWidget *before_viewer;
  GtkWidget *before_compare;
  SemSession *session;
  guint searching_id; /* source that shows that a search runs */
  SemGridPlace library_place;
  gboolean opened;       /* the library, at some time */
  gint64 measured_codes; /* what the quality page measured last */
  guint measured_photos;
  gboolean viewer_map;       /* the viewer goes back to the map, or */
  SemPhotoGrid *viewer_grid; /* (nullable): to this; else to the query */
  guint viewer_source;       /* of the query */
  SemRemoval *viewer_group;  /* (nullable): the duplicates that it shows */
  SemGridPlace viewer_place;
};

/* window-actions.c: the actions of the menu, the buttons and the keys. It does not call window.c.
 */
void sem_window_install_actions (SemWindow *self);
/* Enables the actions that the state of the library and of the session allows. */
void sem_window_update_actions (SemWindow *self);
/* Shows the library and adds @folder to it. */
void sem_window_add_folder (SemWindow *self, GFile *folder);

/* asking/window-asking.c: makes queries. It calls none of the others. */
void sem_window_install_asking (SemWindow *self);
void sem_window_connect_asking (SemWindow *self);
/* Starts a search. @photo: (nullable): the query, where it is a photo of the library. */
void sem_window_ask (SemWindow *self, SemQuery *query, SemPhoto *photo);
/* Searches with all selected photos as one query. Returns: %FALSE where fewer than two are
 * selected. */
gboolean sem_window_ask_with_selected (SemWindow *self);
/* Adds the sources of @other to the query. @like: whether hits shall resemble them */
void sem_window_add_to_query (SemWindow *self, SemQuery *other, gboolean like);
/* Searches in @folder as well, where only folders are searched, or in @folder only. */
void sem_window_narrow_to_folder (SemWindow *self, GFile *folder);
/* Of the drop target around everything. */
GdkDragAction sem_window_drop_enter_cb (GtkDropTarget *target, double x, double y, SemWindow *self);
void sem_window_drop_leave_cb (GtkDropTarget *target, SemWindow *self);
gboolean sem_window_drop_cb (GtkDropTarget *target,
                             const GValue *value,
                             double x,
                             double y,
                             SemWindow *self);
gboolean sem_window_get_shows_region (SemWindow *self);
void sem_window_leave_region (SemWindow *self);

/* asking/window-session.c: shows the results and the library as the session goes from one to the
 * other. It calls neither window.c nor the other pages. */
void sem_window_connect_session (SemWindow *self);
/* Cancels its search; does nothing the second time. */
void sem_window_disconnect_session (SemWindow *self);
/* Tells the session when the results are left, also by a swipe. Of the template. */
void sem_window_visible_child_cb (AdwLeaflet *leaflet, GParamSpec *pspec, SemWindow *self);

/* window-viewer.c: the page that shows one photo. It calls neither window.c nor
 * window-actions.c.
 */
void sem_window_connect_viewer (SemWindow *self);
/* Shows the photo at @position of @grid. */
void sem_window_open_viewer (SemWindow *self, SemPhotoGrid *grid, guint position);
/* Shows the photo at @position of the map. */
void sem_window_open_on_map (SemWindow *self, guint position);
/* Shows a photo of @photos in the viewer; closing it returns to the present page, with the focus on
 * the photo that was shown last. */
void sem_window_view_photos (SemWindow *self, GListModel *photos, guint position);
/* Likewise for the photo at @index of a group of duplicates, of which one has to stay. */
void sem_window_view_group (SemWindow *self, SemDuplicateSet *set, guint index);
gboolean sem_window_get_shows_viewer (SemWindow *self);
/* Closes the viewer without returning to the page before it. */
void sem_window_leave_viewer (SemWindow *self);
/* Activates an action of the viewer. Returns: whether it is shown */
gboolean sem_window_ask_viewer (SemWindow *self, const char *action);

/* library/window-bars.c: what lies below the pages, and below what pops up over them. */
void sem_window_bind_bars (GtkWidgetClass *widget_class);
void sem_window_connect_bars (SemWindow *self);
void sem_window_disconnect_bars (SemWindow *self);

/* jobs/window-jobs.c: slowing work down, and notifications of jobs. */
void sem_window_connect_jobs (SemWindow *self);
void sem_window_disconnect_jobs (SemWindow *self);

/* preferences/window-preferences.c: applies settings to the library; preferences and help. */
void sem_window_connect_preferences (SemWindow *self);

/* library/window-focus.c: updates the library with changes of other programs when the window gets
 * the focus. */
void sem_window_watch_focus (SemWindow *self);
/* Gives the focus to the photos, or to the photo, that are shown. */
void sem_window_focus_photos (SemWindow *self);
/* Shows a page of training, strips or one photo, which goes back to what is shown now. */
void sem_window_go_to (SemWindow *self, GtkWidget *page);
/* The grid whose photos become queries: of the results, of the library, or of the photos behind a
 * plot. */
SemPhotoGrid *sem_window_get_grid (SemWindow *self);

/* library/window-size.c: the window's size, folder and searches, kept in the settings. */
void sem_window_remember_size (SemWindow *self);
void sem_window_restore_size (SemWindow *self);
void sem_window_restore_folder (SemWindow *self);

/* library/window-zoom.c: the size of what is shown. */
void sem_window_install_zoom (SemWindow *self);

/* library/window-trash.c: moving photos to the trash, which can be undone. */
void sem_window_trash_selected (SemWindow *self, SemPhotoGrid *grid);
void sem_window_trash_photo (SemWindow *self, SemPhoto *photo);
/* What is marked in groups of duplicates, where one stays. @sets: (element-type SemDuplicateSet);
 * @only: the index of the only photo of a single group that is to go; else %G_MAXUINT */
void sem_window_trash_sets (SemWindow *self, GPtrArray *sets, guint only);
/* @group: (transfer full) */
void sem_window_trash_group (SemWindow *self, SemRemoval *group);

/* models/window-learning.c: the page of training and models. It calls none of the others. */
void sem_window_install_learning (SemWindow *self);
void sem_window_connect_learning (SemWindow *self);
gboolean sem_window_get_shows_learning (SemWindow *self);
/* Goes back to the page before it. Returns: whether it was shown */
gboolean sem_window_leave_learning (SemWindow *self);

/* map/window-map.c: the page with the similarity map. */
void sem_window_install_map (SemWindow *self);
void sem_window_connect_map (SemWindow *self);
/* Whether it is shown, and no results lie over it. */
gboolean sem_window_get_shows_map (SemWindow *self);
void sem_window_show_map (SemWindow *self);
/* Searches with the photo at the map's cursor. Returns: whether the map is shown and has one */
gboolean sem_window_ask_map (SemWindow *self, gboolean copies);
/* Puts the photo at the map's cursor into the trash. Returns: whether the map is shown */
gboolean sem_window_trash_on_map (SemWindow *self);
/* @action: "zoom-in", "zoom-out" or "zoom-reset". Returns: whether the map is shown */
gboolean sem_window_zoom_map (SemWindow *self, const char *action);

/* duplicates/window-duplicates.c: the page with photos that are there more than once. */
void sem_window_connect_duplicates (SemWindow *self);
void sem_window_bind_duplicates (GtkWidgetClass *widget_class);
/* Whether it is shown, and no results lie over it. */
gboolean sem_window_get_shows_duplicates (SemWindow *self);
void sem_window_show_duplicates (SemWindow *self);
/* Searches with its photo that has the focus. Returns: whether the page is shown and has one */
gboolean sem_window_ask_duplicates (SemWindow *self, gboolean copies);
/* Puts that photo into the trash. Returns: whether the page is shown */
gboolean sem_window_trash_on_duplicates (SemWindow *self);

/* quality/window-quality.c: the page about the codes. */
void sem_window_connect_quality (SemWindow *self);
/* Once there is a library: what is shown is measured again where the library has changed, also by
 * another program before the window gets the focus. */
void sem_window_follow_quality (SemWindow *self);
gboolean sem_window_get_shows_quality (SemWindow *self);
/* Whether it shows photos behind a figure, which lead back to the quality page. */
gboolean sem_window_shows_photos_behind (SemWindow *self);
/* Shows the quality page, or the library page in its place. */
void sem_window_show_quality (SemWindow *self, gboolean shown);

/* quality/window-strips.c: the page that inspects a search. */
void sem_window_install_strips (SemWindow *self);
void sem_window_connect_strips (SemWindow *self);
gboolean sem_window_get_shows_strips (SemWindow *self);
/* Goes back to the page before it. Returns: whether it was shown */
gboolean sem_window_leave_strips (SemWindow *self);
/* Searches for the photo of the strips that has the focus. Returns: whether they are shown */
gboolean sem_window_ask_strips (SemWindow *self, gboolean copies);
/* compare/window-compare.c: the page that compares two photos: those that are selected, or one with
 * the query. It calls none of the other pages. */
void sem_window_install_compare (SemWindow *self);
void sem_window_connect_compare (SemWindow *self);
gboolean sem_window_get_shows_compare (SemWindow *self);
/* Goes back to the page before it. Returns: whether it was shown */
gboolean sem_window_leave_compare (SemWindow *self);
void sem_window_bind_compare (GtkWidgetClass *widget_class);

/* Leaves all pages that lie over library, quality and results. */
void sem_window_leave_pages (SemWindow *self);
/* Of the class: the pages of map and quality. */
void sem_window_bind_quality (GtkWidgetClass *widget_class);

/* For tests. Returns: (transfer none): parts of the window. */
SemComparePage *sem_window_get_compare_page (SemWindow *self);
SemDuplicatesPage *sem_window_get_duplicates_page (SemWindow *self);
SemMapPage *sem_window_get_map_page (SemWindow *self);
SemStripsPage *sem_window_get_strips_page (SemWindow *self);
SemQualityPage *sem_window_get_quality_page (SemWindow *self);
SemSession *sem_window_get_session (SemWindow *self);
SemLibraryPage *sem_window_get_library_page (SemWindow *self);
SemResultsPage *sem_window_get_results_page (SemWindow *self);
SemViewer *sem_window_get_viewer (SemWindow *self);
GtkDropTarget *sem_window_get_drop_target (SemWindow *self);
AdwToastOverlay *sem_window_get_toast_overlay (SemWindow *self);
SemFolderRemovals *sem_window_get_removals (SemWindow *self);

G_END_DECLS
