/**
 * Every route's room: whose it is, and for whom. public: services, with an API key. internal: the admin application and other programs of the
 * platform, with the internal client's secret, all below one guard. store: the admin application again, where it asks as of S3. provider: those who carry messages. person: who opens a link of a message.
 * operator: who runs the platform. preview: who has letters drawn, with a key of the renderer.
 */
import type { Hono } from 'hono'
import { internalOnly } from './admin/authentication.ts'
import { allowanceRoutes } from './billing/allowance-routes.ts'
import { organisationUsageRoutes } from './billing/organisation-routes.ts'
import { providerReportRoutes } from './billing/provider-routes.ts'
import { rateRoutes } from './billing/rate-routes.ts'
import { usageRoutes } from './billing/usage-routes.ts'
import { brandingRoutes } from './branding/admin-routes.ts'
import { broadcastAdminRoutes } from './broadcasts/admin-routes.ts'
import { alertPages } from './broadcasts/pages.ts'
import { publishedAlertRoutes } from './broadcasts/published-routes.ts'
import { broadcastRoutes } from './broadcasts/routes.ts'
import { broadcastServiceRoutes } from './broadcasts/service-routes.ts'
import { bucketRoutes } from './buckets/routes.ts'
import { callbackConfigurationRoutes } from './callbacks/admin-routes.ts'
import { callbackRoutes } from './callbacks/routes.ts'
import { complaintRoutes } from './complaints/admin-routes.ts'
import type { Crier } from './context.ts'
import { dashboardRoutes } from './dashboard/routes.ts'
import { receiptRoutes } from './delivery/routes.ts'
import { fileCheckRoutes } from './documents/check-routes.ts'
import { documentPageRoutes } from './documents/routes.ts'
import type { Envelope } from './envelopes.ts'
import { scanRoutes } from './files/scan-routes.ts'
import { inboundTextRoutes } from './inbound/admin-routes.ts'
import { inboundNumberRoutes } from './inbound/number-routes.ts'
import { inboundProviderRoutes } from './inbound/provider-routes.ts'
import { inboundRoutes } from './inbound/routes.ts'
import { joinRequestRoutes } from './invitations/join-routes.ts'
import { organisationInvitationRoutes } from './invitations/organisation-routes.ts'
import { serviceInvitationRoutes } from './invitations/service-routes.ts'
import { jobAdminRoutes } from './jobs/admin-routes.ts'
import { contactListRoutes } from './jobs/contact-list-routes.ts'
import { jobRoutes } from './jobs/routes.ts'
import { uploadRoutes } from './jobs/upload-routes.ts'
import { letterPreviewRoutes } from './letters/admin-preview-routes.ts'
import { letterAdminRoutes } from './letters/admin-routes.ts'
import { letterAttachmentRoutes } from './letters/attachment-routes.ts'
import { letterFiles } from './letters/files.ts'
import { precompiledRoutes } from './letters/precompiled/routes.ts'
import { previewRoutes } from './letters/previews/routes.ts'
import { printCallbackRoutes } from './letters/printing/callback-routes.ts'
import { responseFileRoutes } from './letters/printing/responses.ts'
import { returnedLetterReportRoutes, returnedLetterRoutes } from './letters/returned-routes.ts'
import { lettersOnly } from './letters/switch.ts'
import { uploadedLetterRoutes } from './letters/upload-routes.ts'
import { makeAccept } from './notifications/acceptance.ts'
import { notificationAdminRoutes } from './notifications/admin-routes.ts'
import { bulkRoutes } from './notifications/bulk.ts'
import { oneOffRoutes } from './notifications/one-off.ts'
import { readingRoutes } from './notifications/reading.ts'
import { sendingRoutes } from './notifications/routes.ts'
import { openApiRoutes } from './openapi/routes.ts'
import { organisationRoutes } from './organisations/admin-routes.ts'
import { brandingPoolRoutes } from './organisations/branding-routes.ts'
import { goLiveRoutes } from './organisations/go-live-routes.ts'
import { organisationMemberRoutes } from './organisations/member-routes.ts'
import { isLocalRequest } from './platform/access.ts'
import { eventRoutes } from './platform/event-routes.ts'
import { findingRoutes } from './platform/finding-routes.ts'
import { metricsRoutes } from './platform/metrics-routes.ts'
import { statusRoutes } from './platform/routes.ts'
import { reportRoutes } from './reports/admin-routes.ts'
import { retentionRoutes } from './retention/admin-routes.ts'
import { serviceRoutes } from './services/admin-routes.ts'
import { choiceRoutes } from './services/choice-routes.ts'
import { keyRoutes } from './services/key-routes.ts'
import { memberRoutes } from './services/member-routes.ts'
import { readingOn, tellLag } from './standby.ts'
import { serviceStatisticsRoutes } from './statistics/admin-routes.ts'
import { platformStatisticsRoutes } from './statistics/platform-routes.ts'
import { templateAdminRoutes } from './templates/admin-routes.ts'
import { emailFileRoutes } from './templates/email-file-routes.ts'
import { templateFolderRoutes } from './templates/folder-routes.ts'
import { templateRoutes } from './templates/routes.ts'
import { unsubscribeReportRoutes } from './unsubscribe/admin-routes.ts'
import { unsubscribeRoutes } from './unsubscribe/routes.ts'
import { userRoutes } from './users/admin-routes.ts'
import { userMessageRoutes } from './users/message-routes.ts'
import { userPlatformRoutes } from './users/platform-routes.ts'
import { signInRoutes } from './users/sign-in-routes.ts'
import { testingRoutes } from './users/testing-routes.ts'
import { webauthnRoutes } from './users/webauthn-routes.ts'
import { v1Routes } from './v1/routes.ts'

export type Audience = 'public' | 'internal' | 'provider' | 'person' | 'operator' | 'preview' | 'store'
/**
 * envelope: in which its routes refuse; the second version's for services, plain for all others, where nothing is said. client: the one internal client
 * that may call its routes; the admin application where nothing is said. needsLetters: there are no such routes while letters are switched off.
 */
export type Room = {
  domain: string
  audience: Audience
  routes: Hono
  envelope: Envelope
  client?: string
  needsLetters?: true
  /** Its routes only read, and do so on the standby where there is one (src/standby.ts). */
  reads?: 'standby'
}
type Listed = Omit<Room, 'envelope'> & { envelope?: Envelope }

/** @param opensLocally whether whoever sits at the machine may see what is for operators */
export function rooms(crier: Crier, opensLocally: boolean): Room[] {
  return listed(crier, opensLocally).map((room) => ({
    envelope: room.audience === 'public' ? 'v2' : 'plain',
    ...room,
  }))
}

function listed(crier: Crier, opensLocally: boolean): Listed[] {
  const { accept, acceptCall } = makeAccept(crier)
  const { config } = crier
  const files = letterFiles(crier)
  const onStandby = (make: (crier: Crier) => Hono) =>
    ({ reads: 'standby', routes: make(readingOn(crier.standby, crier)) }) as const
  return [
    { domain: 'platform', audience: 'operator', routes: statusRoutes(crier) },
    { domain: 'openapi', audience: 'public', envelope: 'plain', routes: openApiRoutes() },
    { domain: 'notifications', audience: 'public', routes: sendingRoutes(crier, accept) },
    { domain: 'notifications', audience: 'public', routes: bulkRoutes(crier, accept, acceptCall) },
    { domain: 'jobs', audience: 'public', routes: jobRoutes(crier, accept) },
    { domain: 'notifications', audience: 'public', envelope: 'v1', routes: v1Routes(crier, accept) },
    { domain: 'letters', audience: 'internal', routes: letterAdminRoutes(crier) },
    { domain: 'letters', audience: 'internal', ...onStandby(returnedLetterReportRoutes) },
    { domain: 'letters', audience: 'internal', envelope: 'v2', routes: returnedLetterRoutes(crier) },
    { domain: 'letters', audience: 'internal', routes: letterAttachmentRoutes(crier) },
    { domain: 'letters', audience: 'internal', routes: uploadedLetterRoutes(crier) },
    { domain: 'letters', audience: 'internal', routes: letterPreviewRoutes(crier, files) },
    { domain: 'letters', audience: 'preview', needsLetters: true, routes: previewRoutes(crier, files) },
    { domain: 'letters', audience: 'preview', needsLetters: true, routes: precompiledRoutes(crier) },
    { domain: 'files', audience: 'preview', routes: scanRoutes(crier) },
    { domain: 'buckets', audience: 'store', routes: bucketRoutes(crier) },
    { domain: 'unsubscribe', audience: 'person', routes: unsubscribeRoutes(crier) },
    { domain: 'unsubscribe', audience: 'internal', routes: unsubscribeReportRoutes(crier) },
    { domain: 'notifications', audience: 'public', routes: readingRoutes(crier) },
    { domain: 'notifications', audience: 'internal', routes: notificationAdminRoutes(crier) },
    { domain: 'notifications', audience: 'internal', routes: oneOffRoutes(crier) },
    { domain: 'templates', audience: 'public', routes: templateRoutes(crier) },
    { domain: 'templates', audience: 'internal', routes: templateAdminRoutes(crier) },
    { domain: 'templates', audience: 'internal', routes: templateFolderRoutes(crier) },
    { domain: 'templates', audience: 'internal', routes: emailFileRoutes(crier) },
    { domain: 'inbound', audience: 'public', routes: inboundRoutes(crier) },
    { domain: 'inbound', audience: 'provider', routes: inboundProviderRoutes(crier) },
    { domain: 'inbound', audience: 'internal', routes: inboundNumberRoutes(crier) },
    { domain: 'inbound', audience: 'internal', routes: inboundTextRoutes(crier) },
    { domain: 'callbacks', audience: 'public', routes: callbackRoutes(crier) },
    { domain: 'callbacks', audience: 'internal', routes: callbackConfigurationRoutes(crier) },
    { domain: 'branding', audience: 'internal', routes: brandingRoutes(crier) },
    { domain: 'broadcasts', audience: 'public', routes: broadcastRoutes(crier) },
    { domain: 'broadcasts', audience: 'internal', routes: broadcastAdminRoutes(crier) },
    { domain: 'broadcasts', audience: 'internal', envelope: 'v2', routes: broadcastServiceRoutes(crier) },
    {
      domain: 'broadcasts',
      audience: 'internal',
      client: 'govuk-alerts',
      routes: publishedAlertRoutes(crier),
    },
    { domain: 'broadcasts', audience: 'person', routes: alertPages(crier) },
    { domain: 'complaints', audience: 'internal', ...onStandby(complaintRoutes) },
    { domain: 'delivery', audience: 'provider', routes: receiptRoutes(crier) },
    { domain: 'letters', audience: 'provider', routes: responseFileRoutes(crier) },
    { domain: 'letters', audience: 'provider', routes: printCallbackRoutes(crier) },
    { domain: 'documents', audience: 'preview', routes: fileCheckRoutes(crier) },
    { domain: 'documents', audience: 'person', routes: documentPageRoutes(crier) },
    { domain: 'billing', audience: 'internal', ...onStandby(usageRoutes) },
    { domain: 'billing', audience: 'internal', routes: allowanceRoutes(crier) },
    { domain: 'billing', audience: 'internal', envelope: 'v2', routes: rateRoutes(crier) },
    { domain: 'billing', audience: 'internal', routes: providerReportRoutes(crier) },
    { domain: 'billing', audience: 'internal', ...onStandby(organisationUsageRoutes) },
    { domain: 'services', audience: 'internal', routes: serviceRoutes(crier) },
    { domain: 'platform', audience: 'internal', routes: eventRoutes(crier) },
    { domain: 'platform', audience: 'internal', routes: findingRoutes(crier) },
    { domain: 'users', audience: 'internal', routes: userMessageRoutes(crier) },
    { domain: 'users', audience: 'internal', routes: userPlatformRoutes(crier) },
    { domain: 'users', audience: 'internal', routes: userRoutes(crier) },
    { domain: 'users', audience: 'internal', routes: signInRoutes(crier) },
    { domain: 'users', audience: 'internal', routes: webauthnRoutes(crier) },
    { domain: 'services', audience: 'internal', routes: choiceRoutes(crier) },
    { domain: 'services', audience: 'internal', routes: keyRoutes(crier) },
    { domain: 'services', audience: 'internal', routes: memberRoutes(crier) },
    { domain: 'invitations', audience: 'internal', routes: serviceInvitationRoutes(crier) },
    { domain: 'invitations', audience: 'internal', routes: organisationInvitationRoutes(crier) },
    { domain: 'invitations', audience: 'internal', routes: joinRequestRoutes(crier) },
    { domain: 'organisations', audience: 'internal', routes: organisationRoutes(crier) },
    { domain: 'organisations', audience: 'internal', routes: organisationMemberRoutes(crier) },
    { domain: 'organisations', audience: 'internal', routes: brandingPoolRoutes(crier) },
    { domain: 'organisations', audience: 'internal', routes: goLiveRoutes(crier) },
    { domain: 'jobs', audience: 'internal', routes: jobAdminRoutes(crier) },
    { domain: 'jobs', audience: 'internal', routes: contactListRoutes(crier) },
    { domain: 'jobs', audience: 'internal', routes: uploadRoutes(crier) },
    { domain: 'reports', audience: 'internal', routes: reportRoutes(crier) },
    { domain: 'retention', audience: 'internal', routes: retentionRoutes(crier) },
    { domain: 'statistics', audience: 'internal', ...onStandby(platformStatisticsRoutes) },
    { domain: 'statistics', audience: 'internal', ...onStandby(serviceStatisticsRoutes) },
    {
      domain: 'dashboard',
      audience: 'operator',
      ...onStandby((reading) => dashboardRoutes(reading, opensLocally && !config.admin.isChosen)),
    },
    ...(config.functionalTests
      ? [
          {
            domain: 'users',
            audience: 'internal' as const,
            client: 'notify-functional-tests',
            routes: testingRoutes(crier),
          },
        ]
      : []),
    ...(config.metrics.address === undefined
      ? [
          {
            domain: 'platform',
            audience: 'operator' as const,
            routes: metricsRoutes(crier, (c) => opensLocally && isLocalRequest(c)),
          },
        ]
      : []),
  ]
}

/**
 * Hangs all rooms into the house. Internal routes come below the one guard: no file of theirs can forget it.
 * @returns the room of a route, by its path as it is written there
 */
export function mount(app: Hono, crier: Crier, opensLocally: boolean): (path: string) => Room | undefined {
  const byPath = new Map<string, Room>()
  for (const room of rooms(crier, opensLocally)) {
    const { audience, routes, client, needsLetters, reads } = room
    for (const { method, path } of routes.routes) {
      byPath.set(path, room)
      if (reads === 'standby' && crier.standby !== null) app.on(method, path, tellLag(crier.standby))
      if (needsLetters) app.on(method, path, lettersOnly(crier))
    }
    if (audience !== 'internal') app.route('/', routes)
    else {
      const guard = internalOnly(crier, client)
      for (const { method, path, handler } of routes.routes) app.on(method, path, guard, handler)
    }
  }
  return (path) => byPath.get(path)
}
